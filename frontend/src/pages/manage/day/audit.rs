//! What the log says of an activity day.

use crate::i18n::*;

/// An action in words; `None` where it is none of these.
pub fn action(texts: Texts, code: &str) -> Option<&'static str> {
    Some(match code {
        "day_changed" => t_string!(texts, day.log.day_changed),
        "contribution_judged" => t_string!(texts, day.log.contribution_judged),
        "place_given" => t_string!(texts, day.log.place_given),
        "registration_cancelled" => t_string!(texts, day.log.registration_cancelled),
        "registration_changed" => t_string!(texts, day.log.registration_changed),
        "registration_deleted" => t_string!(texts, day.log.registration_deleted),
        "mail_sent_again" => t_string!(texts, day.log.mail_sent_again),
        _ => return None,
    })
}
