// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "store/store.hpp"

namespace holdfast::tests {

/// A store whose commits fail when the test says so; everything else is the real one's.
class FlakyStore final : public store::Store {
 public:
  /// Asked before each commit; an error is answered instead of committing.
  using Fault = std::function<std::optional<Error>(const store::Commit&)>;

  explicit FlakyStore(store::Store& real) : real_{real} {}
  void fault(Fault fault) { fault_ = std::move(fault); }
  [[nodiscard]] int commits() const { return commits_; }
  [[nodiscard]] int fact_reads() const { return fact_reads_; }

  io::Task<store::CommitResult> commit(store::Commit item) override {
    ++commits_;
    if (fault_) {
      if (const auto error = fault_(item)) co_return *error;
    }
    auto done = co_await real_.commit(std::move(item));
    co_return done;
  }
  io::Task<Result<std::optional<store::PostFacts>>> post_facts(ConversationId c, PersonId p) override {
    ++fact_reads_;
    return real_.post_facts(c, p);
  }
  io::Task<Result<store::HistoryPage>> history(store::HistoryQuery q) override {
    return real_.history(std::move(q));
  }
  io::Task<Result<std::optional<domain::Conversation>>> conversation(ConversationId id) override {
    return real_.conversation(id);
  }
  io::Task<Result<std::optional<domain::Member>>> member(ConversationId c, PersonId p) override {
    return real_.member(c, p);
  }
  io::Task<Result<std::vector<store::MemberState>>> members(ConversationId c) override {
    return real_.members(c);
  }
  io::Task<Result<std::vector<ConversationId>>> conversations_of(PersonId p, ConversationId after,
                                                                 std::uint32_t limit) override {
    return real_.conversations_of(p, after, limit);
  }
  io::Task<Result<std::optional<domain::Organisation>>> organisation(OrganisationId id) override {
    return real_.organisation(id);
  }
  io::Task<Result<std::optional<domain::Organisation>>> organisation_by_slug(std::string slug) override {
    return real_.organisation_by_slug(std::move(slug));
  }
  io::Task<Result<std::vector<domain::Organisation>>> organisations() override {
    return real_.organisations();
  }
  io::Task<Result<std::optional<domain::Person>>> person(PersonId id) override { return real_.person(id); }
  io::Task<Result<std::optional<domain::Person>>> person_by_login(OrganisationId o,
                                                                  std::string hash) override {
    return real_.person_by_login(o, std::move(hash));
  }
  io::Task<Result<std::optional<domain::Person>>> person_by_phrase(OrganisationId o,
                                                                   std::string hash) override {
    return real_.person_by_phrase(o, std::move(hash));
  }
  io::Task<Result<std::vector<domain::Person>>> staff(OrganisationId o) override { return real_.staff(o); }
  io::Task<Result<std::optional<domain::Token>>> token(std::string hash) override {
    return real_.token(std::move(hash));
  }
  io::Task<Result<std::vector<domain::Request>>> waiting(OrganisationId o) override {
    return real_.waiting(o);
  }
  io::Task<Result<std::optional<domain::Request>>> request(RequestId id) override {
    return real_.request(id);
  }
  io::Task<Result<std::optional<domain::Request>>> open_request_of(PersonId p) override {
    return real_.open_request_of(p);
  }
  io::Task<Result<std::optional<domain::Escalation>>> escalation(EscalationId id) override {
    return real_.escalation(id);
  }
  io::Task<Result<std::optional<domain::Escalation>>> open_escalation_of(PersonId p) override {
    return real_.open_escalation_of(p);
  }
  io::Task<Result<std::vector<domain::Escalation>>> open_escalations(OrganisationId o) override {
    return real_.open_escalations(o);
  }
  io::Task<Result<std::vector<domain::Task>>> due_tasks(Instant now, std::uint32_t limit) override {
    return real_.due_tasks(now, limit);
  }
  io::Task<Result<std::optional<Instant>>> next_due() override { return real_.next_due(); }
  [[nodiscard]] Epoch epoch() const override { return real_.epoch(); }
  [[nodiscard]] bool writable() const override { return real_.writable(); }
  void pretend_load(domain::Load load) { load_ = load; }
  [[nodiscard]] domain::Load load() const override { return load_.value_or(real_.load()); }

 private:
  store::Store& real_;
  Fault fault_;
  std::optional<domain::Load> load_;
  int commits_{0};
  int fact_reads_{0};
};

}  // namespace holdfast::tests
