// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Records: versions, uniqueness, everything or nothing, tasks, cursors.
#include "conformance/store/store_suite.hpp"
#include "domain/limits.hpp"

namespace holdfast::tests {

using namespace store;

namespace {

domain::Person staff_member(PersonId id, std::string login) {
  domain::Person person;
  person.id = id;
  person.organisation = kLine;
  person.roles.add(domain::OrgRole::Supporter);
  person.login_hash = std::move(login);
  return person;
}

domain::Escalation escalation_of(EscalationId id, PersonId seeker) {
  domain::Escalation record;
  record.id = id;
  record.organisation = kLine;
  record.seeker = seeker;
  return record;
}

domain::Request request_of(RequestId id, PersonId seeker) {
  domain::Request record;
  record.id = id;
  record.organisation = kLine;
  record.seeker = seeker;
  return record;
}

domain::Task task_of(TaskId id, Instant due) {
  domain::Task task;
  task.id = id;
  task.due = due;
  return task;
}

}  // namespace

TEST_P(StoreSuite, a_record_is_put_only_over_the_version_that_was_read) {
  auto person = staff_member(kAda, "ada");
  EXPECT_TRUE(commit(item(Put<domain::Person>{person})));
  EXPECT_EQ(code_of(commit(item(Put<domain::Person>{person}))), Code::Conflict);
  person.version = Version{2};
  EXPECT_EQ(code_of(commit(item(Put<domain::Person>{person}))), Code::Conflict);
  person.version = Version{1};
  person.disabled = true;
  EXPECT_TRUE(commit(item(Put<domain::Person>{person})));
  const auto read_back = *read(store().person(kAda));
  EXPECT_EQ(read_back.version, Version{2});
  EXPECT_TRUE(read_back.disabled);
}

TEST_P(StoreSuite, every_kind_of_record_is_versioned) {
  const auto conversation = a_conversation();
  domain::Organisation organisation;
  organisation.id = kLine;
  organisation.slug = "line";
  domain::Token token;
  token.id = TokenId{3};
  token.hash = std::string(32, 't');
  domain::Member member;
  member.conversation = conversation;
  member.person = kAda;
  const Change puts[] = {Put<domain::Organisation>{organisation},
                         Put<domain::Token>{token},
                         Put<domain::Member>{member},
                         Put<domain::Request>{request_of(RequestId{1}, kAda)},
                         PutEscalation{escalation_of(EscalationId{1}, kAda), std::nullopt},
                         Put<domain::Task>{task_of(TaskId{1}, clock_.wall())},
                         Put<domain::Conversation>{conversation_record(ConversationId{77})}};
  for (const Change& put : puts) {
    EXPECT_TRUE(commit(item(put))) << put.index();
    EXPECT_EQ(code_of(commit(item(put))), Code::Conflict) << put.index();
  }
}

TEST_P(StoreSuite, records_come_back_whole) {
  domain::Organisation organisation;
  organisation.id = kLine;
  organisation.slug = "line";
  organisation.name = "The Line";
  organisation.line = domain::LineState::LowRiskOnly;
  organisation.board = ConversationId{4};
  organisation.duty_pack = std::string("\0\x01", 2);
  organisation.duty_pack_version = Version{9};
  auto person = staff_member(kAda, "ada");
  person.display_name = Secret{"Ada"};
  person.totp_secret = Secret{"seed"};
  person.totp_last_step = 12;
  person.password_hash = "$argon2id$";
  person.expires = clock_.wall();
  auto request = request_of(RequestId{5}, kBen);
  request.language = "en";
  request.wishes = {"a parent", "", "nights"};
  request.urgent = true;
  auto escalation = escalation_of(EscalationId{6}, kBen);
  escalation.level = domain::Level::Imminent;
  escalation.next_due = clock_.wall();
  auto conversation = conversation_record(ConversationId{8});
  conversation.name = Secret{"Morning group"};
  ASSERT_TRUE(commit(item(Put<domain::Organisation>{organisation}, Put<domain::Person>{person},
                          Put<domain::Request>{request}, PutEscalation{escalation, std::nullopt},
                          Put<domain::Conversation>{conversation})));
  reopen();
  const auto o = *read(store().organisation_by_slug("line"));
  EXPECT_EQ(o.name, "The Line");
  EXPECT_EQ(o.line, domain::LineState::LowRiskOnly);
  EXPECT_EQ(o.duty_pack, organisation.duty_pack);
  EXPECT_EQ(o.duty_pack_version, Version{9});
  EXPECT_EQ(read(store().organisations()).size(), 1U);
  const auto p = *read(store().person_by_login(kLine, "ada"));
  EXPECT_EQ(p.display_name, Secret{"Ada"});
  EXPECT_EQ(p.totp_secret, Secret{"seed"});
  EXPECT_EQ(p.totp_last_step, 12U);
  EXPECT_EQ(p.expires, person.expires);
  EXPECT_EQ(read(store().staff(kLine)).size(), 1U);
  const auto r = *read(store().open_request_of(kBen));
  EXPECT_EQ(r.wishes, request.wishes);
  EXPECT_TRUE(r.urgent);
  EXPECT_EQ(read(store().waiting(kLine)).size(), 1U);
  const auto e = *read(store().open_escalation_of(kBen));
  EXPECT_EQ(e.level, domain::Level::Imminent);
  EXPECT_EQ(e.next_due, escalation.next_due);
  EXPECT_FALSE(e.closed);
  EXPECT_EQ(read(store().open_escalations(kLine)).size(), 1U);
  EXPECT_EQ(read(store().conversation(conversation.id))->name, Secret{"Morning group"});
}

TEST_P(StoreSuite, what_is_absent_is_empty_and_no_error) {
  EXPECT_FALSE(read(store().person(PersonId{1})));
  EXPECT_FALSE(read(store().person_by_login(kLine, "")));
  EXPECT_FALSE(read(store().person_by_phrase(kLine, "")));
  EXPECT_FALSE(read(store().token("none")));
  EXPECT_FALSE(read(store().conversation(ConversationId{1})));
  EXPECT_FALSE(read(store().post_facts(ConversationId{1}, kAda)));
  EXPECT_FALSE(read(store().escalation(EscalationId{1})));
  EXPECT_FALSE(read(store().request(RequestId{1})));
  EXPECT_FALSE(read(store().next_due()));
  EXPECT_TRUE(read(store().organisations()).empty());
}

TEST_P(StoreSuite, a_login_a_slug_or_a_token_belongs_to_one) {
  ASSERT_TRUE(commit(item(Put<domain::Person>{staff_member(kAda, "ada")})));
  EXPECT_EQ(code_of(commit(item(Put<domain::Person>{staff_member(kBen, "ada")}))), Code::Conflict);
  auto elsewhere = staff_member(kBen, "ada");
  elsewhere.organisation = OrganisationId{8};
  EXPECT_TRUE(commit(item(Put<domain::Person>{elsewhere})));
  // Seekers have neither login nor phrase: empty is not a value.
  EXPECT_TRUE(commit(item(Put<domain::Person>{staff_member(PersonId{3}, "")})));
  EXPECT_TRUE(commit(item(Put<domain::Person>{staff_member(PersonId{4}, "")})));
}

TEST_P(StoreSuite, a_seeker_has_one_waiting_request_and_one_open_escalation) {
  auto first = request_of(RequestId{1}, kAda);
  ASSERT_TRUE(commit(item(Put<domain::Request>{first})));
  EXPECT_EQ(code_of(commit(item(Put<domain::Request>{request_of(RequestId{2}, kAda)}))), Code::Conflict);
  first.version = Version{1};
  first.state = domain::RequestState::Taken;
  ASSERT_TRUE(commit(item(Put<domain::Request>{first})));
  EXPECT_TRUE(commit(item(Put<domain::Request>{request_of(RequestId{2}, kAda)})));

  auto open = escalation_of(EscalationId{1}, kAda);
  ASSERT_TRUE(commit(item(PutEscalation{open, std::nullopt})));
  EXPECT_EQ(code_of(commit(item(PutEscalation{escalation_of(EscalationId{2}, kAda), std::nullopt}))),
            Code::Conflict);
  open.version = Version{1};
  open.state = domain::EscalationState::Closed;
  ASSERT_TRUE(commit(item(PutEscalation{open, std::nullopt})));
  EXPECT_TRUE(commit(item(PutEscalation{escalation_of(EscalationId{2}, kAda), std::nullopt})));
}

TEST_P(StoreSuite, an_item_is_committed_whole_or_not_at_all) {
  const auto conversation = a_conversation();
  auto member = domain::Member{};
  member.conversation = conversation;
  member.person = kAda;
  member.version = Version{5};  // was never read: the last change of the item fails
  const auto before = published_.events().size();
  EXPECT_EQ(
      code_of(commit(item(
          text(conversation, kAda, 1, "x"), Put<domain::Task>{task_of(TaskId{1}, clock_.wall())},
          MoveCursor{conversation, kAda, domain::CursorKind::Read, Seq{1}}, Put<domain::Member>{member}))),
      Code::Conflict);
  EXPECT_TRUE(messages(conversation).empty());
  EXPECT_FALSE(read(store().next_due()));
  EXPECT_EQ(published_.events().size(), before);
  EXPECT_EQ(commit(item(text(conversation, kAda, 1, "x")))->seqs.front(), Seq{1});
}

TEST_P(StoreSuite, flag_and_escalation_point_at_the_message_of_their_commit) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kBen, 1, "before"))));
  domain::Flag flag;
  flag.author = kAda;
  flag.verdict.level = domain::Level::High;
  flag.escalation = EscalationId{9};
  auto escalation = escalation_of(EscalationId{9}, kAda);
  const auto done = commit(item(PutFlag{flag, 1}, PutEscalation{escalation, 1},
                                text(conversation, kBen, 2, "x"), text(conversation, kAda, 1, "y")));
  ASSERT_TRUE(done);
  ASSERT_EQ(done->seqs.size(), 2U);
  EXPECT_EQ(read(store().escalation(EscalationId{9}))->first, (MessageRef{conversation, Seq{3}}));
}

TEST_P(StoreSuite, due_tasks_are_those_nobody_holds_soonest_first) {
  const Instant now = clock_.wall();
  const Duration tick{1};
  auto claimed = task_of(TaskId{4}, now - tick);
  claimed.claimed_by = NodeId{1};
  claimed.claimed_until = now + tick;
  ASSERT_TRUE(commit(item(Put<domain::Task>{task_of(TaskId{1}, now)},
                          Put<domain::Task>{task_of(TaskId{2}, now - tick)},
                          Put<domain::Task>{task_of(TaskId{3}, now + tick)}, Put<domain::Task>{claimed})));
  const auto ids = [&](Instant at, std::uint32_t limit) {
    std::vector<std::uint64_t> all;
    for (const auto& task : read(store().due_tasks(at, limit))) all.push_back(task.id.get());
    return all;
  };
  EXPECT_EQ(ids(now, 10), (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(ids(now, 1), (std::vector<std::uint64_t>{2}));
  EXPECT_EQ(ids(now + tick, 10), (std::vector<std::uint64_t>{2, 1, 3, 4}));
  EXPECT_EQ(read(store().next_due()), now - tick);
}

TEST_P(StoreSuite, a_lost_claim_can_finish_nothing) {
  auto task = task_of(TaskId{1}, clock_.wall());
  ASSERT_TRUE(commit(item(Put<domain::Task>{task})));
  task.version = Version{1};
  task.claimed_by = NodeId{1};
  ASSERT_TRUE(commit(item(Put<domain::Task>{task})));  // claimed: version 2
  task.version = Version{2};
  task.claimed_by = NodeId{2};
  ASSERT_TRUE(commit(item(Put<domain::Task>{task})));  // its claim ran out, another took it: version 3
  EXPECT_EQ(code_of(commit(item(FinishTask{TaskId{1}, Version{2}}))), Code::Conflict);
  EXPECT_TRUE(commit(item(FinishTask{TaskId{1}, Version{3}})));
  EXPECT_EQ(code_of(commit(item(FinishTask{TaskId{1}, Version{3}}))), Code::Conflict);
  EXPECT_FALSE(read(store().next_due()));
}

TEST_P(StoreSuite, cursors_only_move_forward_and_never_beyond_what_was_said) {
  const auto conversation = a_conversation();
  domain::Member member;
  member.conversation = conversation;
  member.person = kAda;
  member.role = domain::ConvRole::Participant;
  ASSERT_TRUE(commit(item(Put<domain::Member>{member})));
  for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_TRUE(commit(item(text(conversation, kBen, i, "x"))));
  const auto move = [&](std::uint64_t seq) {
    const auto before = published_.events().size();
    EXPECT_TRUE(commit(item(MoveCursor{conversation, kAda, domain::CursorKind::Read, Seq{seq}})));
    return published_.events().size() - before;
  };
  const auto stands = [&] { return read(store().members(conversation)).at(0).read; };
  EXPECT_EQ(move(0), 0U);
  EXPECT_EQ(move(2), 1U);
  EXPECT_EQ(move(2), 0U);
  EXPECT_EQ(move(1), 0U);
  EXPECT_EQ(stands(), Seq{2});
  EXPECT_EQ(move(99), 1U);
  EXPECT_EQ(stands(), Seq{3});
  const auto event = std::get<domain::CursorEvent>(published_.events().back().body);
  EXPECT_EQ(event.seq, Seq{3});
  EXPECT_EQ(event.person, kAda);
  EXPECT_EQ(read(store().members(conversation)).at(0).delivered, Seq{0});
}

TEST_P(StoreSuite, a_person_finds_the_conversations_they_are_in) {
  const auto in = [&](std::uint64_t id, domain::ConvRole role) {
    domain::Member member;
    member.conversation = ConversationId{id};
    member.person = kAda;
    member.role = role;
    ASSERT_TRUE(commit(item(Put<domain::Conversation>{conversation_record(ConversationId{id})},
                            Put<domain::Member>{member})));
  };
  for (const std::uint64_t id : {30U, 10U, 20U}) in(id, domain::ConvRole::Participant);
  in(15, domain::ConvRole::None);  // has left
  using Ids = std::vector<ConversationId>;
  EXPECT_EQ(read(store().conversations_of(kAda, ConversationId{0}, 10)),
            (Ids{ConversationId{10}, ConversationId{20}, ConversationId{30}}));
  EXPECT_EQ(read(store().conversations_of(kAda, ConversationId{10}, 1)), (Ids{ConversationId{20}}));
  EXPECT_TRUE(read(store().conversations_of(kBen, ConversationId{0}, 10)).empty());
  EXPECT_EQ(read(store().member(ConversationId{15}, kAda))->role, domain::ConvRole::None);
}

TEST_P(StoreSuite, facts_of_a_post_hold_the_newest_texts_and_the_authors_last_id) {
  const auto conversation = a_conversation();
  for (std::uint64_t i = 1; i <= limits::kContextTurns + 2; ++i) {
    Append note;
    note.conversation = conversation;
    note.content = domain::MemberNote{};
    ASSERT_TRUE(commit(item(text(conversation, i == 2 ? kAda : kBen, i, std::to_string(i)), note)));
  }
  const auto facts = *read(store().post_facts(conversation, kAda));
  EXPECT_EQ(facts.conversation.version, Version{1});
  EXPECT_EQ(facts.author.role, domain::ConvRole::None);
  EXPECT_EQ(facts.author_last, client_id(2));
  EXPECT_EQ(facts.head, Seq{2 * (limits::kContextTurns + 2)});
  ASSERT_EQ(facts.turns.size(), limits::kContextTurns);
  for (std::size_t i = 0; i < facts.turns.size(); ++i) {
    EXPECT_EQ(std::get<domain::Text>(facts.turns[i]->content).text, Secret{std::to_string(i + 3)});
  }
  EXPECT_FALSE(read(store().post_facts(conversation, PersonId{999}))->author_last);
}

TEST_P(StoreSuite, history_pages_meet_at_their_edges) {
  const auto conversation = a_conversation();
  for (std::uint64_t i = 1; i <= 10; ++i)
    ASSERT_TRUE(commit(item(text(conversation, kAda, i, std::to_string(i)))));
  struct Row {
    std::uint64_t visible;
    std::optional<std::uint64_t> before, after;
    std::uint32_t limit;
    std::vector<std::uint64_t> seqs;
    bool more;
  };
  const Row rows[] = {
      {0, {}, 0, 4, {1, 2, 3, 4}, true},
      {0, {}, 4, 6, {5, 6, 7, 8, 9, 10}, false},
      {0, {}, 4, 5, {5, 6, 7, 8, 9}, true},
      {0, {}, 10, 5, {}, false},
      {0, {}, 99, 5, {}, false},
      {0, 11, {}, 3, {8, 9, 10}, true},
      {0, 4, {}, 3, {1, 2, 3}, false},
      {0, 4, {}, 2, {2, 3}, true},
      {0, 1, {}, 3, {}, false},
      {6, {}, 0, 2, {6, 7}, true},
      {6, 8, {}, 10, {6, 7}, false},
      {11, 99, {}, 10, {}, false},
      {0, 99, {}, 0, {10}, true},
  };
  for (const Row& row : rows) {
    HistoryQuery query;
    query.conversation = conversation;
    query.visible_from = Seq{row.visible};
    if (row.before) query.before = Seq{*row.before};
    if (row.after) query.after = Seq{*row.after};
    query.limit = row.limit;
    const auto page = read(store().history(query));
    std::vector<std::uint64_t> seqs;
    for (const auto& message : page.messages) seqs.push_back(message->seq.get());
    EXPECT_EQ(seqs, row.seqs) << row.visible << ' ' << row.before.value_or(0) << ' ' << row.after.value_or(0);
    EXPECT_EQ(page.more, row.more);
    EXPECT_EQ(page.head, Seq{10});
  }
  HistoryQuery small{conversation, Seq{0}, std::nullopt, Seq{0}, 10, 1};
  EXPECT_EQ(read(store().history(small)).messages.size(), 1U);
  HistoryQuery neither{conversation, Seq{0}, std::nullopt, std::nullopt, 10};
  EXPECT_EQ(run(store().history(neither)).error().code, Code::Invalid);
  HistoryQuery both{conversation, Seq{0}, Seq{1}, Seq{1}, 10};
  EXPECT_EQ(run(store().history(both)).error().code, Code::Invalid);
}

}  // namespace holdfast::tests
