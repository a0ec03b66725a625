use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::domain::lang::Lang;
use crate::domain::registration::{Care, MAX_LINE, MAX_NAME, MAX_TEXT, Mode};

fn id(n: u8) -> Id {
    Id::from_bytes([n; 16])
}

fn told(diet: &str) -> Registration {
    Registration {
        name: "Aino Kirjastolainen".to_owned(),
        email: "aino@kirjasto.example".to_owned(),
        library: Some("turku".to_owned()),
        other_library: None,
        mode: Mode::Onsite,
        lunch: Some(true),
        care: (!diet.is_empty()).then(|| Care { diet_other: diet.to_owned(), ..Care::default() }),
        ride: None,
        contribution: None,
        photo: false,
        lang: Lang::Fi,
        answers: BTreeMap::new(),
    }
}

fn to(public: Public) -> To {
    To { network: id(1), key: id(2), public }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn hex32(text: &str) -> [u8; 32] {
    hex(text).try_into().unwrap()
}

/// RFC 9180, A.2.1: base mode of this suite, sequence number 0.
#[test]
fn the_suite_gives_the_known_answers_of_rfc_9180() {
    let (_, public) = key_pair(&hex32("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df"));
    let secret = hex32("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    assert_eq!(public, hex32("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"));
    let info = hex("4f6465206f6e2061204772656369616e2055726e");
    let aad = hex("436f756e742d30");
    let text = hex("4265617574792069732074727574682c20747275746820626561757479");
    let random = hex32("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
    let (enc, ciphertext) = seal_bytes(&public, &info, &aad, &text, random).unwrap();
    assert_eq!(enc, hex32("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"));
    let known = "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";
    assert_eq!(ciphertext, hex(known));
    assert_eq!(open_bytes(&secret, &enc, &info, &aad, &ciphertext).unwrap(), text);
}

/// Made by the first released version; whatever comes later must open it.
#[test]
fn an_envelope_of_version_1_opens_for_ever() {
    let kept: Value = serde_json::from_str(include_str!("../../tests/fixtures/envelope-v1.json")).unwrap();
    let secret = hex32(kept["secret"].as_str().unwrap());
    let network = kept["network"].as_str().unwrap().parse().unwrap();
    let envelope = Envelope::read(&kept["envelope"]).unwrap();
    assert_eq!(open(&envelope, network, &secret), Ok(told("ei pähkinää")));
}

#[test]
fn what_is_sealed_opens_with_its_key_only() {
    let (secret, public) = key_pair(&[7; 32]);
    let envelope = seal(&told(""), id(3), &to(public), [9; 32]).unwrap();
    assert_eq!(open(&envelope, id(1), &secret), Ok(told("")));
    assert_eq!(open(&envelope, id(1), &key_pair(&[8; 32]).0), Err(NotOpened));
    assert_eq!(open(&envelope, id(9), &secret), Err(NotOpened), "another network");
    let text = serde_json::to_string(&envelope).unwrap();
    assert!(!text.contains("Aino") && Envelope::read(&serde_json::from_str(&text).unwrap()).is_some());
}

#[test]
fn each_flipped_bit_and_each_changed_field_fails() {
    let (secret, public) = key_pair(&[7; 32]);
    let envelope = seal(&told(""), id(3), &to(public), [9; 32]).unwrap();
    let opened = |envelope: &Envelope| open(envelope, id(1), &secret);
    for (field, last) in [("enc", 32), ("ciphertext", FIRST_CLASS + 16)] {
        let text = if field == "enc" { &envelope.enc } else { &envelope.ciphertext };
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
        assert_eq!(bytes.len(), last);
        for at in 0..last {
            let mut spoilt = bytes.clone();
            spoilt[at] ^= 1 << (at % 8);
            let mut changed = envelope.clone();
            let text = if field == "enc" { &mut changed.enc } else { &mut changed.ciphertext };
            *text = URL_SAFE_NO_PAD.encode(spoilt);
            // The highest bit of an X25519 key is not looked at (RFC 7748, 5): the key is the same, its bytes are not.
            assert_eq!(opened(&changed), Err(NotOpened), "{field} byte {at}");
        }
    }
    for changed in [
        Envelope { v: 2, ..envelope.clone() },
        Envelope { key: id(9), ..envelope.clone() },
        Envelope { id: id(9), ..envelope.clone() },
        Envelope { ciphertext: "AAAA".to_owned(), ..envelope.clone() },
        Envelope { enc: "A".repeat(43), ..envelope.clone() },
    ] {
        assert_eq!(opened(&changed), Err(NotOpened), "{changed:?}");
    }
}

#[test]
fn its_length_does_not_tell_a_diet() {
    let (_, public) = key_pair(&[7; 32]);
    let length =
        |diet: &str| seal(&told(diet), id(3), &to(public), [9; 32]).map(|envelope| envelope.ciphertext.len());
    assert_eq!(length(""), length("ei pähkinää, ei kalaa, ei maitoa"));
    // What exceeds the first class is in the second, whatever its length.
    assert_eq!(length(&"å".repeat(950)), length(&"å".repeat(1_800)));
}

#[test]
fn a_form_at_all_its_limits_fits_and_more_is_refused() {
    let (secret, public) = key_pair(&[7; 32]);
    let wide = |n: usize| "\u{1f600}".repeat(n);
    let mut full = told(&wide(MAX_TEXT));
    full.name = wide(MAX_NAME);
    full.other_library = Some(wide(MAX_LINE));
    full.answers = (0..3).map(|n| (id(n), wide(MAX_TEXT))).collect();
    if let Some(care) = &mut full.care {
        care.access = wide(MAX_TEXT);
    }
    let envelope = seal(&full, id(3), &to(public), [9; 32]).unwrap();
    assert_eq!(open(&envelope, id(1), &secret).as_ref(), Ok(&full));
    full.name = wide(4_000);
    assert_eq!(seal(&full, id(3), &to(public), [9; 32]), Err(NotSealed));
    // A key that is none: all zeros is the neutral point.
    assert_eq!(seal(&told(""), id(3), &to([0; 32]), [9; 32]), Err(NotSealed));
}

#[test]
fn the_same_registration_is_another_ciphertext_with_other_randomness() {
    let (_, public) = key_pair(&[7; 32]);
    let one = seal(&told(""), id(3), &to(public), [9; 32]).unwrap();
    let other = seal(&told(""), id(3), &to(public), [10; 32]).unwrap();
    assert!(one.enc != other.enc && one.ciphertext != other.ciphertext);
}

#[test]
fn what_is_sealed_but_no_registration_is_not_opened() {
    let (secret, public) = key_pair(&[7; 32]);
    for text in [&b""[..], b"{}", b"\xff\xff\xff\xff", b"\0\0\0\x02{}"] {
        let (enc, ciphertext) =
            seal_bytes(&public, &info(id(1)), &bound(1, id(2), id(3)), text, [9; 32]).unwrap();
        let envelope = Envelope {
            v: 1,
            key: id(2),
            id: id(3),
            enc: URL_SAFE_NO_PAD.encode(enc),
            ciphertext: URL_SAFE_NO_PAD.encode(ciphertext),
        };
        assert_eq!(open(&envelope, id(1), &secret), Err(NotOpened));
    }
}
