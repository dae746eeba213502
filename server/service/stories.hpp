// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/duty_pack.hpp"
#include "domain/replies.hpp"
#include "domain/requests.hpp"
#include "io/task.hpp"
#include "service/actor.hpp"
#include "service/context.hpp"

/// The table of contents of the product: every use case, one file each (service/<name>.cpp), entered from
/// three doors. Skeleton of each: facts ← store; refused? ← domain; verdict ← crisis; commit ← domain;
/// answer.
namespace holdfast::service {

template <class T>
using Story = io::Task<Result<T>>;

// Arriving and signing in (HTTP door).
struct ArrivalView {  // what a seeker must see before typing
  OrganisationId organisation;
  std::string name;
  domain::LineState line{domain::LineState::Closed};
  bool demo{false};
  Version notice_version;
  std::string language;  // of the notice given; falls back to English
  domain::ArrivalNotice notice;
  std::vector<domain::HelpNumber> numbers;
  std::uint32_t minimum_age{18};
};
struct Arrive {
  std::string organisation_slug;
  Version notice_shown;
  std::optional<std::uint32_t> stated_age;
};
struct Arrived {
  PersonId person;
  OrganisationId organisation;
  Secret token;
  Secret recovery_phrase;
  Instant expires;
};
struct SignIn {
  std::string organisation_slug;
  Secret login;
  Secret password;
  Secret totp;
};
struct SignedIn {
  PersonId person;
  OrganisationId organisation;
  domain::OrgRoles roles;
  Secret token;
  Instant expires;
};
struct AcceptInvitation {
  Secret token;
  Secret login;
  Secret password;
  Secret totp;
};
Story<ArrivalView> see_arrival(Context&, std::string organisation_slug, std::string language);
Story<Arrived> arrive(Context&, Arrive);
Story<Arrived> recover(Context&, std::string organisation_slug,
                       Secret phrase);  // a new phrase replaces the old
Story<SignedIn> sign_in(Context&, SignIn);
struct TotpEnrolment {
  Secret address;
};
Story<TotpEnrolment> open_invitation(Context&, Secret token);  // the TOTP secret to enrol
Story<SignedIn> accept_invitation(Context&, AcceptInvitation);
/// Token → actor; errors Unauthenticated. Used by every door.
Story<Actor> authenticate(Context&, Secret token);
Story<domain::Done> sign_out(Context&, Actor);

// A socket's life.
/// The session is present from here on (presence::arrived).
Story<domain::Welcome> welcome(Context&, Actor);
/// The socket is gone. SignedOut only after a sign-out or a quick exit; everything else keeps the lease (P8).
void session_ended(Context&, const Actor&, presence::Leaving);
/// One cursor → the page after it, permission checked anew (P3, P4). Never fails as a whole: refusals are in
/// the answer.
io::Task<domain::SubscribedTo> resume(Context&, Actor, domain::Cursor);
Story<domain::Page> read_history(Context&, Actor, domain::History);
Story<domain::ConversationList> list_conversations(Context&, Actor, domain::ListConversations);

// Talking. Read post_message.cpp first.
Story<domain::Sent> post_message(Context&, Actor, domain::Send);
/// P11: would this text, refused for its rate or a bound, flag high or above? Then the session admits it all
/// the same. Judges with what this reactor remembers; reads nothing. False for staff.
[[nodiscard]] bool would_flag(Context&, const Actor&, const domain::Send&);
Story<domain::Done> move_cursor(Context&, Actor, domain::MoveCursor);
Story<domain::Done> set_typing(Context&, Actor, domain::SetTyping);
Story<domain::Done> erase_message(Context&, Actor, domain::EraseMessage);
Story<domain::PresenceList> watch_presence(Context&, Actor, domain::WatchPresence);
Story<domain::Done> set_on_call(Context&, Actor, domain::SetOnCall);

// Asking and answering.
Story<domain::RequestView> ask_for_help(Context&, Actor, domain::AskForHelp);
Story<domain::RequestView> request_status(Context&, Actor);
Story<domain::Done> cancel_request(Context&, Actor);
Story<domain::WaitingList> list_waiting(Context&, Actor);
Story<domain::ConversationView> take_request(Context&, Actor, domain::TakeRequest);
Story<domain::Done> end_conversation(Context&, Actor, domain::EndConversation);

// Groups.
Story<domain::ConversationView> create_group(Context&, Actor, domain::CreateGroup);
Story<domain::Done> add_member(Context&, Actor, domain::AddMember);
Story<domain::Done> remove_member(Context&, Actor, domain::RemoveMember);

// Escalations.
Story<domain::EscalationList> list_escalations(Context&, Actor);
Story<domain::EscalationReply> acknowledge(Context&, Actor, domain::Acknowledge);
Story<domain::EscalationReply> mark_eyes_on(Context&, Actor, domain::MarkEyesOn);
Story<domain::EscalationReply> take_in_hand(Context&, Actor, domain::TakeInHand);
Story<domain::EscalationReply> close_escalation(Context&, Actor, domain::CloseEscalation);
Story<domain::EscalationReply> ask_lead(Context&, Actor, domain::AskLead);
Story<domain::ConversationView> observe_conversation(Context&, Actor, domain::Observe);
Story<domain::Done> set_line(Context&, Actor, domain::SetLine);

// The clock's door: each takes the claimed task, finishes it under its version.
Story<domain::Done> climb_escalation(Context&, domain::Task);
Story<domain::Done> send_notification(Context&, domain::Task);
Story<domain::Done> expire_conversation(Context&, domain::Task);
Story<domain::Done> offer_resources_card(Context&, domain::Task);
/// A day after the outcome: the board is reminded of the person.
Story<domain::Done> follow_up(Context&, domain::Task);
/// A supervisor's or supporter's lease ended: re-arms what they had acknowledged (P6).
Story<domain::Done> person_gone(Context&, OrganisationId, PersonId);

// The operator's door (holdfast admin, over the server's Unix socket).
struct NewOrganisation {
  std::string slug;
  std::string name;
};
struct Invited {
  PersonId person;
  Secret token;
  Instant expires;
};
Story<OrganisationId> create_organisation(Context&, NewOrganisation);
Story<Invited> invite_person(Context&, OrganisationId, domain::OrgRoles, Secret display_name);
Story<Version> sign_duty_pack(Context&, OrganisationId, domain::DutyPack);
Story<domain::Done> set_line_by_operator(Context&, OrganisationId, domain::LineState);
Story<domain::Done> erase_conversation(Context&, ConversationId);

}  // namespace holdfast::service
