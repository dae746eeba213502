// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>

#include "domain/limits.hpp"
#include "store/sealed/files.hpp"
#include "store/sqlite/open.hpp"
#include "store/sqlite/readers.hpp"
#include "store/sqlite/writer.hpp"

namespace holdfast::store::sqlite {

/// Joins writer, readers and key cache behind the interface. Any thread.
class SqliteStore final : public SqliteDatabase {
 public:
  struct Parts {
    std::string path;
    File lock;
    std::unique_ptr<KeyCache> keys;
    std::unique_ptr<Readers> readers;
    std::unique_ptr<Writer> writer;
    Epoch epoch;
  };
  explicit SqliteStore(Parts parts) : parts_{std::move(parts)} {}

  io::Task<CommitResult> commit(Commit item) override;

  io::Task<Result<std::optional<PostFacts>>> post_facts(ConversationId conversation,
                                                        PersonId author) override;
  io::Task<Result<HistoryPage>> history(HistoryQuery query) override;
  io::Task<Result<std::optional<domain::Conversation>>> conversation(ConversationId id) override;
  io::Task<Result<std::optional<domain::Member>>> member(ConversationId conversation,
                                                         PersonId person) override;
  io::Task<Result<std::vector<MemberState>>> members(ConversationId conversation) override;
  io::Task<Result<std::vector<ConversationId>>> conversations_of(PersonId person, ConversationId after,
                                                                 std::uint32_t limit) override;
  io::Task<Result<std::optional<domain::Organisation>>> organisation(OrganisationId id) override;
  io::Task<Result<std::optional<domain::Organisation>>> organisation_by_slug(std::string slug) override;
  io::Task<Result<std::vector<domain::Organisation>>> organisations() override;
  io::Task<Result<std::optional<domain::Person>>> person(PersonId id) override;
  io::Task<Result<std::optional<domain::Person>>> person_by_login(OrganisationId organisation,
                                                                  std::string login_hash) override;
  io::Task<Result<std::optional<domain::Person>>> person_by_phrase(OrganisationId organisation,
                                                                   std::string phrase_hash) override;
  io::Task<Result<std::vector<domain::Person>>> staff(OrganisationId organisation) override;
  io::Task<Result<std::optional<domain::Token>>> token(std::string hash) override;
  io::Task<Result<std::vector<domain::Request>>> waiting(OrganisationId organisation) override;
  io::Task<Result<std::optional<domain::Request>>> request(RequestId id) override;
  io::Task<Result<std::optional<domain::Request>>> open_request_of(PersonId seeker) override;
  io::Task<Result<std::optional<domain::Escalation>>> escalation(EscalationId id) override;
  io::Task<Result<std::optional<domain::Escalation>>> open_escalation_of(PersonId seeker) override;
  io::Task<Result<std::vector<domain::Escalation>>> open_escalations(OrganisationId organisation) override;
  io::Task<Result<std::vector<domain::Task>>> due_tasks(Instant now, std::uint32_t limit) override;
  io::Task<Result<std::optional<Instant>>> next_due() override;

  io::Task<Result<std::uint64_t>> backup(std::string path) override;
  io::Task<Result<Findings>> verify() override;
  io::Task<Result<std::uint64_t>> rewrap(vault::KeyringPtr ring) override;
  io::Task<Result<std::optional<Incident>>> incident(EscalationId id) override;

  [[nodiscard]] Epoch epoch() const override { return parts_.epoch; }
  [[nodiscard]] bool writable() const override { return parts_.writer->writable(); }
  [[nodiscard]] domain::Load load() const override {
    return {parts_.writer->waiting(), limits::kCommitQueue};
  }

 private:
  template <class T, class Read>
  io::Task<Result<T>> ask(Read read);
  io::Task<Result<std::uint64_t>> errand(std::unique_ptr<Errand> errand);

  // Destroyed from the last: the writer ends before the readers it may cut, both before the lock is free.
  Parts parts_;
};

}  // namespace holdfast::store::sqlite
