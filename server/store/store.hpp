// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/content.hpp"
#include "domain/overload.hpp"
#include "domain/records.hpp"
#include "domain/replies.hpp"
#include "io/task.hpp"
#include "store/commit.hpp"

namespace holdfast::store {

/// What the post story needs, read at one snapshot.
struct PostFacts {
  domain::Conversation conversation;
  domain::Member author;                       // role None: not a member
  std::optional<ClientMessageId> author_last;  // of the author in this conversation
  Seq head;
  /// The newest text messages of the conversation, oldest first, at most limits::kContextTurns.
  std::vector<domain::MessagePtr> turns;
};

struct HistoryQuery {
  ConversationId conversation;
  Seq visible_from;                  // nothing below is returned
  std::optional<Seq> before, after;  // exactly one
  std::uint32_t limit{50};
  std::size_t bytes{48 * 1024};  // stops after the message that passes it
};
struct HistoryPage {
  Seq head;
  bool more{false};
  std::vector<domain::MessagePtr> messages;  // ascending seq always
};

struct MemberState {
  domain::Member member;
  Seq read, delivered;
  Secret display_name;
};

/// The truth. Every call suspends the coroutine and never blocks its reactor; reads see every commit
/// acknowledged before they were asked. Errors of all: Unavailable, Busy.
class Store {
 public:
  virtual ~Store() = default;

  /// Atomic and durable before it returns (P1). Items of one caller on one conversation commit in the order
  /// given.
  virtual io::Task<CommitResult> commit(Commit item) = 0;

  // Reads: an absent record is an empty optional, never an error.
  virtual io::Task<Result<std::optional<PostFacts>>> post_facts(ConversationId conversation,
                                                                PersonId author) = 0;
  virtual io::Task<Result<HistoryPage>> history(HistoryQuery query) = 0;
  virtual io::Task<Result<std::optional<domain::Conversation>>> conversation(ConversationId id) = 0;
  virtual io::Task<Result<std::optional<domain::Member>>> member(ConversationId conversation,
                                                                 PersonId person) = 0;
  virtual io::Task<Result<std::vector<MemberState>>> members(ConversationId conversation) = 0;
  /// Conversations the person is a member of, ascending id above `after`.
  virtual io::Task<Result<std::vector<ConversationId>>> conversations_of(PersonId person,
                                                                         ConversationId after,
                                                                         std::uint32_t limit) = 0;

  virtual io::Task<Result<std::optional<domain::Organisation>>> organisation(OrganisationId id) = 0;
  virtual io::Task<Result<std::optional<domain::Organisation>>> organisation_by_slug(std::string slug) = 0;
  virtual io::Task<Result<std::vector<domain::Organisation>>> organisations() = 0;
  virtual io::Task<Result<std::optional<domain::Person>>> person(PersonId id) = 0;
  virtual io::Task<Result<std::optional<domain::Person>>> person_by_login(OrganisationId organisation,
                                                                          std::string login_hash) = 0;
  virtual io::Task<Result<std::optional<domain::Person>>> person_by_phrase(OrganisationId organisation,
                                                                           std::string phrase_hash) = 0;
  virtual io::Task<Result<std::vector<domain::Person>>> staff(OrganisationId organisation) = 0;
  virtual io::Task<Result<std::optional<domain::Token>>> token(std::string hash) = 0;

  virtual io::Task<Result<std::vector<domain::Request>>> waiting(OrganisationId organisation) = 0;
  virtual io::Task<Result<std::optional<domain::Request>>> request(RequestId id) = 0;
  virtual io::Task<Result<std::optional<domain::Request>>> open_request_of(PersonId seeker) = 0;

  virtual io::Task<Result<std::optional<domain::Escalation>>> escalation(EscalationId id) = 0;
  virtual io::Task<Result<std::optional<domain::Escalation>>> open_escalation_of(PersonId seeker) = 0;
  virtual io::Task<Result<std::vector<domain::Escalation>>> open_escalations(OrganisationId organisation) = 0;

  /// Due at `now` and not claimed (or the claim ran out), soonest first.
  virtual io::Task<Result<std::vector<domain::Task>>> due_tasks(Instant now, std::uint32_t limit) = 0;
  /// When the next task falls due, claimed ones at the end of their claim.
  virtual io::Task<Result<std::optional<Instant>>> next_due() = 0;

  [[nodiscard]] virtual Epoch epoch() const = 0;
  /// Can it commit now? For /readyz and the heartbeat: the result of the last commit or probe, at most 1 s
  /// old.
  [[nodiscard]] virtual bool writable() const = 0;
  /// What waits to be committed now: decides what a node gives up (P11). Any thread, no lock.
  [[nodiscard]] virtual domain::Load load() const = 0;
};

}  // namespace holdfast::store
