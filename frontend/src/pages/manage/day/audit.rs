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
        "organiser_given" => t_string!(texts, care.a_organiser_given),
        "organiser_taken" => t_string!(texts, care.a_organiser_taken),
        "care_viewed" => t_string!(texts, care.a_care_viewed),
        "care_sent" => t_string!(texts, care.a_care_sent),
        "care_exported" => t_string!(texts, care.a_care_exported),
        "rides_matched" => t_string!(texts, care.a_rides_matched),
        "ride_moved" => t_string!(texts, care.a_ride_moved),
        "rides_told" => t_string!(texts, care.a_rides_told),
        "message_sent" => t_string!(texts, care.a_message_sent),
        "cost_changed" => t_string!(texts, after.audit_cost_changed),
        "cost_removed" => t_string!(texts, after.audit_cost_removed),
        "costs_exported" => t_string!(texts, after.audit_costs_exported),
        "day_paper_made" => t_string!(texts, after.audit_day_paper_made),
        "feedback_text_removed" => t_string!(texts, after.audit_feedback_text_removed),
        "registrations_exported" => t_string!(texts, after.audit_registrations_exported),
        "staff_changed" => t_string!(texts, after.audit_staff_changed),
        _ => return None,
    })
}
