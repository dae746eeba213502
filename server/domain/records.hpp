// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/secret.hpp"
#include "domain/ids.hpp"
#include "domain/risk.hpp"
#include "domain/roles.hpp"

/// The durable records, as rules see them. `version` is the version that was read; a commit of the record
/// succeeds only while the store still holds that version (0: it must not exist yet), and adds one.
namespace holdfast::domain {

enum class LineState : std::uint8_t { Open = 0, LowRiskOnly = 1, Closed = 2 };

struct Organisation {
  OrganisationId id;
  Version version;
  std::string slug;                   // [a-z0-9-], in addresses
  std::string name;                   // public
  LineState line{LineState::Closed};  // as the supervisors set it; what people meet is `line_truth()`
  ConversationId board;               // the staff's board, a conversation of its own
  std::string duty_pack;              // encoded by wire::encode_duty_pack, empty: none signed yet
  Version duty_pack_version;
  Instant created;
};

struct Person {
  PersonId id;
  Version version;
  OrganisationId organisation;
  OrgRoles roles;
  Secret display_name;              // staff only; sealed at rest. A seeker has none
  std::string login_hash;           // staff: HMAC of the login under the pepper; empty for seekers
  std::string password_hash;        // Argon2id, PHC string
  Secret totp_secret;               // sealed at rest
  std::uint64_t totp_last_step{0};  // RFC 6238 §5.2: a code is good once
  std::string phrase_hash;          // seeker: HMAC of the recovery phrase; empty: none or revoked
  Version notice_shown;             // the arrival notice that was on the screen (S0)
  bool disabled{false};
  Instant created;
  std::optional<Instant> expires;  // anonymous seekers
};

enum class TokenKind : std::uint8_t { Session = 0, Invitation = 1, AcknowledgeLink = 2 };

/// 256 random bits were given to the client; only their SHA-256 is here.
struct Token {
  TokenId id;
  Version version;
  TokenKind kind{TokenKind::Session};
  std::string hash;  // 32 bytes
  PersonId person;   // who it signs in, or who the invitation is for
  OrganisationId organisation;
  std::optional<EscalationId> escalation;  // AcknowledgeLink only
  Instant expires;
  bool revoked{false};
};

enum class ConversationKind : std::uint8_t { Support = 0, Direct = 1, Group = 2, Staff = 3, Board = 4 };
enum class ConversationState : std::uint8_t { Waiting = 0, Held = 1, Ended = 2 };
enum class EndReason : std::uint8_t {
  None = 0,
  Finished,
  SeekerLeft,
  NobodyAvailable,
  Expired,
  Erased,
  Blocked
};

/// Its version is the *policy version*: members, mutes, state, owner and level change only together with it.
struct Conversation {
  ConversationId id;
  Version version;
  OrganisationId organisation;
  ConversationKind kind{ConversationKind::Support};
  ConversationState state{ConversationState::Waiting};
  EndReason end_reason{EndReason::None};
  PersonId seeker;            // Support only
  PersonId owner;             // Support while held
  ConversationId staff_side;  // Support and Group: where flags, whispers and observers stand
  ConversationId main;        // Staff: the conversation it belongs to
  Level level{Level::None};   // only rises until a human lowers it (P5)
  Kinds kinds;
  Secret name;  // Group; sealed at rest
  Instant created;
  std::optional<Instant> expires;
};

struct Member {
  ConversationId conversation;
  PersonId person;
  Version version;
  ConvRole role{ConvRole::None};  // None: has left; the row stays so that history is true
  Seq visible_from;               // the first seq they may read
  Instant muted_until;            // epoch: not muted
  Instant joined;
};

enum class RequestState : std::uint8_t { Waiting = 0, Taken = 1, Cancelled = 2, Expired = 3 };

/// A seeker's place in the queue.
struct Request {
  RequestId id;
  Version version;
  OrganisationId organisation;
  ConversationId conversation;
  PersonId seeker;
  RequestState state{RequestState::Waiting};
  Level level{Level::None};         // risk so far; raises the place
  bool urgent{false};               // "I need help now"
  std::string language;             // BCP 47 primary tag, "en"
  std::vector<std::string> wishes;  // what they would like to share with who answers; matching follows
  Instant asked;
  PersonId taken_by;
  std::optional<Instant> taken;
};

/// raised → acknowledged → eyes on → in hand → closed. Nothing closes without an outcome.
enum class EscalationState : std::uint8_t {
  Raised = 0,
  Acknowledged = 1,
  EyesOn = 2,
  InHand = 3,
  Closed = 4
};
enum class EscalationCause : std::uint8_t { Flag = 0, AskedForHelp = 1, SupporterAsked = 2 };
enum class Outcome : std::uint8_t {
  None = 0,
  SafeWithPlan = 1,
  EmergencyServicesContacted = 2,
  HandedToOtherService = 3,
  LeftBeforeWeCouldAsk = 4,
  NotACrisis = 5,
  QuestionsAskedSafe = 6,
};

struct Escalation {
  EscalationId id;
  Version version;
  OrganisationId organisation;
  ConversationId conversation;
  PersonId seeker;
  MessageRef first;  // the message that raised it; seq 0 when none did
  EscalationCause cause{EscalationCause::Flag};
  EscalationState state{EscalationState::Raised};
  Level level{Level::High};  // only rises
  Kinds kinds;
  std::uint32_t step{0};   // rung of the chain that was told last; the last rung repeats
  std::uint32_t round{0};  // grows whenever a rung may be told again; (round, step) never comes twice
  Instant raised;          // of the present raise: re-raising starts the clocks anew
  PersonId acknowledged_by;
  std::optional<Instant> acknowledged;
  std::optional<Instant> eyes_on;
  std::optional<Instant> in_hand;  // last said: "still on it" moves it
  std::optional<Instant> closed;
  Outcome outcome{Outcome::None};
  std::optional<Instant> next_due;  // when the clock that runs out next runs out
};

/// What the detector said of one message; as durable as the message (P5).
struct Flag {
  MessageRef message;
  PersonId author;
  Verdict verdict;
  EscalationId escalation;  // 0: below high, or the author is staff
  Instant at;
};

enum class TaskKind : std::uint8_t {
  EscalationStep = 0,
  Notification = 1,
  ExpireConversation = 2,
  ResourcesCard = 3,
  FollowUp = 4,
};

/// Work that must happen once, at or after `due`. Claimed and finished under its version, which fences a
/// paused node.
struct Task {
  TaskId id;
  Version version;
  TaskKind kind{TaskKind::EscalationStep};
  OrganisationId organisation;
  std::uint64_t subject{0};  // the id of what it is about, by kind
  std::string payload;       // small, by kind; never words of a person
  Instant due;
  std::uint32_t attempts{0};
  NodeId claimed_by;
  Instant claimed_until;  // another node may take it after this
};

enum class AuditAction : std::uint8_t {
  SignedIn = 0,
  ReadConversation,
  TookRequest,
  Observed,
  Acknowledged,
  EyesOn,
  InHand,
  Closed,
  Dismissed,
  LineChanged,
  DutyPackSigned,
  PersonInvited,
  PersonDisabled,
  RoleChanged,
  ConversationErased,
  PersonErased,
  Exported,
  LexiconChanged,
  PolicyChanged,
  KeyRotated,
  BackupMade,
  Restored,
  MemberAdded,
  MemberRemoved,
};

/// Written in the same transaction as what it tells of; the sealer chains it later. No words, no names.
struct AuditEntry {
  Instant at;
  OrganisationId organisation;
  PersonId actor;  // 0: the line itself or the operator
  AuditAction action{AuditAction::SignedIn};
  std::uint64_t object{0};  // id of what was acted on, by action
  std::uint64_t detail{0};  // seq, level, outcome … by action
};

}  // namespace holdfast::domain
