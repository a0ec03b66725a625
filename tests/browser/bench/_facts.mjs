// Facts as the server sends them, in arrays: postcard, as `shared::stats::facts` writes it. For what is measured beside
// the app.

/** Reads postcard (https://postcard.jamesmunns.com/wire-format). */
class Reader {
  at = 0;
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
  }
  varint() {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }
  zigzag() {
    const value = this.varint();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }
  text() {
    const length = this.varint();
    return Buffer.from(this.bytes.subarray(this.at, (this.at += length))).toString("utf8");
  }
  list(one) {
    return Array.from({ length: this.varint() }, one);
  }
}

/** One answer of `GET /api/v1/facts`. */
export function answer(bytes) {
  const reader = new Reader(bytes);
  reader.text();
  if (reader.bytes[reader.at++]) reader.text();
  const position = reader.zigzag();
  const more = reader.bytes[reader.at++] === 1;
  reader.list(() => [reader.zigzag(), reader.varint()]);
  const signs = reader.list(() => (reader.bytes[reader.at++] << 24) >> 24);
  const days = reader.list(() => reader.zigzag());
  reader.list(() => reader.varint());
  const columns = reader.list(() => {
    const codes = reader.list(() => reader.text());
    return { codes, rows: reader.list(() => reader.varint()) };
  });
  return { position, more, signs, days, columns };
}

/** All facts of a server, as columns with codes of their own: signs, days, and per column the code's index by row. */
export async function facts(url, cookie) {
  const all = { signs: [], days: [], columns: [] };
  for (let [since, more] = [0, true]; more; ) {
    const found = await fetch(`${url}/api/v1/facts?since=${since}`, { headers: { cookie } });
    if (!found.ok) throw new Error(`facts: ${found.status}`);
    const page = answer(new Uint8Array(await found.arrayBuffer()));
    [since, more] = [page.position, page.more];
    for (const sign of page.signs) all.signs.push(sign);
    for (const day of page.days) all.days.push(day);
    page.columns.forEach(({ codes, rows }, n) => {
      const column = (all.columns[n] ??= { codes: [], rows: [] });
      const map = codes.map((code) => {
        const known = column.codes.indexOf(code);
        return known < 0 ? column.codes.push(code) - 1 : known;
      });
      for (const row of rows) column.rows.push(map[row]);
    });
  }
  return all;
}
