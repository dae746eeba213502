// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// What is gone must be gone, what is sealed must not be readable.
#include <gmock/gmock.h>

#include "conformance/store/store_suite.hpp"

namespace holdfast::tests {

using namespace store;
using testing::HasSubstr;
using testing::Not;

TEST_P(StoreSuite, an_erased_message_leaves_a_tombstone) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "a"), text(conversation, kAda, 2, "b"))));
  const auto said = clock_.wall();
  clock_.advance(std::chrono::seconds{5});
  ASSERT_TRUE(commit(item(EraseMessage{{conversation, Seq{1}}})));
  const auto all = messages(conversation);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0]->erased);
  EXPECT_EQ(all[0]->author, kAda);
  EXPECT_EQ(all[0]->at, said);
  EXPECT_FALSE(all[1]->erased);
  const auto event = std::get<domain::Erased>(published_.events().back().body);
  EXPECT_EQ(event.conversation, conversation);
  EXPECT_EQ(event.seq, Seq{1});
  // The client that sent it may still repeat it: it stays erased, whatever it says now.
  EXPECT_EQ(commit(item(text(conversation, kAda, 1, "anything")))->outcome, Outcome::Repeat);
  EXPECT_TRUE(messages(conversation)[0]->erased);
  EXPECT_EQ(read(store().post_facts(conversation, kAda))->turns.size(), 1U);
}

TEST_P(StoreSuite, erasing_again_is_harmless_and_erasing_nothing_is_not_found) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "a"))));
  ASSERT_TRUE(commit(item(EraseMessage{{conversation, Seq{1}}})));
  const auto before = published_.events().size();
  EXPECT_TRUE(commit(item(EraseMessage{{conversation, Seq{1}}})));
  EXPECT_EQ(published_.events().size(), before);
  EXPECT_EQ(code_of(commit(item(EraseMessage{{conversation, Seq{2}}}))), Code::NotFound);
  EXPECT_EQ(code_of(commit(item(EraseConversation{ConversationId{404}}))), Code::NotFound);
}

TEST_P(StoreSuite, an_erased_conversation_is_silent_for_ever) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "a"), text(conversation, kBen, 1, "b"))));
  ASSERT_TRUE(commit(item(EraseConversation{conversation})));
  EXPECT_EQ(std::get<domain::Erased>(published_.events().back().body).seq, Seq{0});
  EXPECT_EQ(code_of(commit(item(text(conversation, kAda, 2, "c")))), Code::NotFound);
  EXPECT_TRUE(commit(item(EraseConversation{conversation})));
  for (int i = 0; i < 2; ++i) {
    const auto page = read(store().history({conversation, Seq{0}, std::nullopt, Seq{0}, 50}));
    EXPECT_TRUE(page.messages.empty());
    EXPECT_EQ(page.head, Seq{2});
    const auto record = *read(store().conversation(conversation));
    EXPECT_EQ(record.state, domain::ConversationState::Ended);
    EXPECT_EQ(record.end_reason, domain::EndReason::Erased);
    reopen();
    EXPECT_EQ(code_of(commit(item(text(conversation, kAda, 2, "c")))), Code::NotFound);
  }
}

TEST_P(StoreSuite, a_post_decided_before_the_erasure_conflicts_or_finds_nothing) {
  const auto conversation = a_conversation();
  auto post = item(text(conversation, kAda, 1, "x"));
  post.guards.push_back(PolicyIs{conversation, Version{1}});
  auto ended = conversation_record(conversation);
  ended.version = Version{1};
  ended.state = domain::ConversationState::Ended;
  std::vector<Commit> items{item(Put<domain::Conversation>{ended}, EraseConversation{conversation}), post};
  const auto results = commit_together(std::move(items));
  EXPECT_TRUE(results[0]);
  EXPECT_EQ(code_of(results[1]), Code::NotFound);
  EXPECT_EQ(read(store().conversation(conversation))->version, Version{3});
}

TEST_P(StoreSuite, texts_and_names_are_nowhere_in_the_files) {
  auto group = conversation_record(ConversationId{5});
  group.name = Secret{"canary-group-name"};
  domain::Person person;
  person.id = kAda;
  person.organisation = kLine;
  person.roles.add(domain::OrgRole::Supporter);
  person.display_name = Secret{"canary-display-name"};
  person.totp_secret = Secret{"canary-totp-secret"};
  domain::Escalation escalation;
  escalation.id = EscalationId{1};
  ASSERT_TRUE(commit(item(Put<domain::Conversation>{group}, Put<domain::Person>{person},
                          text(group.id, kAda, 1, "canary-text"), PutIncident{escalation, "canary-acts"})));
  EXPECT_EQ(texts(group.id).at(0), "canary-text");
  EXPECT_THAT(home_->everything_stored(), Not(HasSubstr("canary")));
  reopen();
  ASSERT_TRUE(commit(item(text(group.id, kAda, 2, "canary-text"), EraseConversation{group.id})));
  EXPECT_THAT(home_->everything_stored(), Not(HasSubstr("canary")));
  close();
  EXPECT_THAT(home_->everything_stored(), Not(HasSubstr("canary")));
}

}  // namespace holdfast::tests
