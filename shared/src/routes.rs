//! The paths of the HTTP interface, once for the server, the app and the tests.
//!
//! Owns: path texts. Must not: say who may call them (the server's route table does).

/// POST: a batch of ops under the device's credential.
pub const SYNC_PUSH: &str = "/api/v1/sync/push";
/// GET: changes after a cursor.
pub const SYNC_PULL: &str = "/api/v1/sync/pull";
/// POST: which of these op ids does the server not know?
pub const SYNC_OFFER: &str = "/api/v1/sync/offer";
/// POST: what became of ops that were held for review?
pub const SYNC_HELD: &str = "/api/v1/sync/held";
/// GET what is held for review, POST `/api/v1/held/{op_id}` the decision: a contact for the own library, or the chair.
pub const HELD: &str = "/api/v1/held";
/// POST: a contact's or the chair's ops under their session.
pub const OPS: &str = "/api/v1/ops";
/// GET: the entries of a library, for a contact or the chair.
pub const ENTRIES: &str = "/api/v1/entries";
/// GET: server-sent events.
pub const EVENTS: &str = "/api/v1/events";
/// GET: the figures of the chair's first page.
pub const OVERVIEW: &str = "/api/v1/overview";
/// GET `?since=…`: the facts after a position, for the chair's own counting.
pub const FACTS: &str = "/api/v1/facts";
/// GET: what a tablet knows of its network.
pub const DEVICE: &str = "/api/v1/device";
/// GET: the activity day's registration form, for use without a network.
pub const DEVICE_FORM: &str = "/api/v1/device/form";
/// POST: enrol this browser with a code.
pub const DEVICE_ENROL: &str = "/api/v1/device/enrol";
/// POST: what the tablet says of its storage.
pub const DEVICE_REPORT: &str = "/api/v1/device/report";
/// GET, POST, DELETE: the signed-in person's session.
pub const SESSION: &str = "/api/v1/session";
/// GET, POST `/api/v1/links/{token}`: one-time links.
pub const LINKS: &str = "/api/v1/links";
/// POST: the first set-up of a network.
pub const SETUP: &str = "/api/v1/setup";
/// GET, PATCH: the network's name, contacts and switches.
pub const NETWORK: &str = "/api/v1/network";
/// GET, POST, PATCH: libraries.
pub const LIBRARIES: &str = "/api/v1/libraries";
/// GET, POST, PATCH: points of a library.
pub const POINTS: &str = "/api/v1/points";
/// GET, POST, PATCH, DELETE: members.
pub const MEMBERS: &str = "/api/v1/members";
/// GET, PATCH, DELETE: enrolled tablets.
pub const DEVICES: &str = "/api/v1/devices";
/// GET, POST, DELETE: enrolment codes.
pub const ENROLMENTS: &str = "/api/v1/enrolments";
/// GET: who did what, when.
pub const AUDIT: &str = "/api/v1/audit";
/// GET, POST, PATCH: the feedback channel.
pub const FEEDBACK: &str = "/api/v1/feedback";
/// GET: the plans; GET, PUT: a year's; POST: a copy of another year's.
pub const PLANS: &str = "/api/v1/plans";
/// GET; GET, PUT `/api/v1/days/{year}`: the activity days; below each `/registrations/{id}`, `/mails/{id}`,
/// `/costs/{id}`, `/feedback`, `/figures` and `/files/{name}`.
pub const DAYS: &str = "/api/v1/days";
/// GET `/api/v1/door/{year}`: the list of a day's participants, for a tablet at its door.
pub const DOOR: &str = "/api/v1/door";
/// GET, PUT, DELETE `/api/v1/notes/{id}`: notes on dates.
pub const NOTES: &str = "/api/v1/notes";
/// GET, POST, DELETE `/api/v1/shares/{id}`: who outside may read the masked figures.
pub const SHARES: &str = "/api/v1/shares";
/// GET `?year=…`: a year's masked figures, for the holder of a share (`Authorization: Bearer`) or who is signed in.
pub const STATS: &str = "/api/v1/stats";
/// GET: the description of [`STATS`] for other programs.
pub const OPENAPI: &str = "/api/v1/openapi.json";
/// GET `/api/v1/exports/stats.csv?year=…&table=…`, `stats.xlsx`, `entries.csv?library=…`, `entries.xlsx`,
/// `report.pdf`, `report.docx`, `plan.pdf`, `plan.docx`: files to take along.
pub const EXPORTS: &str = "/api/v1/exports";
/// GET: controller, contacts and retention table for the statements.
pub const STATEMENTS: &str = "/api/v1/statements";
