// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <functional>

#include "client_side.hpp"
#include "records.hpp"
#include "wire/encode.hpp"

namespace holdfast::wire {
namespace {

using namespace holdfast::domain;
using Result = boost::system::result<ReplyBody, Error>;

struct Row {
  const char* name;
  std::function<Result()> reply;
  std::function<bool(const v1::Reply&)> says;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Replies : public testing::TestWithParam<std::tuple<Row, Subprotocol>> {};

TEST_P(Replies, say_what_was_answered) {
  const auto& [row, subprotocol] = GetParam();
  const v1::Envelope envelope = tests::envelope(subprotocol, encode(subprotocol, Reply{7, row.reply()}));
  ASSERT_TRUE(envelope.has_reply());
  EXPECT_EQ(envelope.reply().id(), 7U);
  EXPECT_TRUE(row.says(envelope.reply())) << envelope.DebugString();
}

Welcome a_welcome() {
  OrgRoles roles;
  roles.add(OrgRole::Supporter).add(OrgRole::Administrator);
  return {SessionId{2}, PersonId{5},       OrganisationId{1},      roles,
          Epoch{3},     ConversationId{9}, LineState::LowRiskOnly, instant_of(77)};
}

Subscribed a_subscription() {
  SubscribedTo read;
  read.conversation = ConversationId{8};
  read.epoch = Epoch{3};
  read.from = Seq{40};
  read.to = Seq{41};
  read.head = Seq{50};
  read.messages = {tests::shared(tests::a_message())};
  SubscribedTo refused;
  refused.conversation = ConversationId{9};
  refused.refused = refuse(Code::CursorAhead);
  refused.head = Seq{12};
  return {{read, refused}};
}

bool is_that_message(const v1::Message& is) {
  return is.conversation_id() == 8 && is.seq() == 41 && is.author_id() == 5 &&
         is.at_us() == 1'767'643'200'000'000 && is.client_at_us() == 1'767'643'000'000'000 &&
         is.client_message_id().size() == 16 && is.client_message_id()[15] == 16 &&
         is.content().text().text() == "hello" && is.about().conversation_id() == 9 &&
         is.about().seq() == 40 && !is.erased();
}

ConversationView a_view() {
  ConversationView view;
  view.conversation.id = ConversationId{8};
  view.conversation.version = Version{6};
  view.conversation.organisation = OrganisationId{1};
  view.conversation.kind = ConversationKind::Group;
  view.conversation.state = ConversationState::Held;
  view.conversation.seeker = PersonId{5};
  view.conversation.owner = PersonId{55};
  view.conversation.staff_side = ConversationId{10};
  view.conversation.main = ConversationId{11};
  view.conversation.level = Level::High;
  view.conversation.kinds = Kinds{}.add(Kind::SelfHarm);
  view.conversation.name = Secret{"Tuesday"};
  view.conversation.created = instant_of(70);
  view.conversation.expires = instant_of(71);
  view.mine = ConvRole::Facilitator;
  view.visible_from = Seq{2};
  view.head = Seq{50};
  view.members = {{PersonId{55}, ConvRole::Owner, Secret{"Ana"}, Seq{48}, Seq{49}}};
  return view;
}

bool is_that_view(const v1::ConversationView& is) {
  const v1::Conversation& of = is.conversation();
  const v1::MemberView& member = is.members(0);
  return of.id() == 8 && of.version() == 6 && of.organisation_id() == 1 &&
         of.kind() == v1::CONVERSATION_KIND_GROUP && of.state() == v1::CONVERSATION_STATE_HELD &&
         of.end_reason() == v1::END_REASON_UNSPECIFIED && of.seeker_id() == 5 && of.owner_id() == 55 &&
         of.staff_side_id() == 10 && of.main_id() == 11 && of.level() == v1::LEVEL_HIGH &&
         of.kinds_size() == 1 && of.kinds(0) == v1::KIND_SELF_HARM && of.name() == "Tuesday" &&
         of.created_us() == 70 && of.expires_us() == 71 && is.mine() == v1::CONV_ROLE_FACILITATOR &&
         is.visible_from_seq() == 2 && is.head_seq() == 50 && member.person_id() == 55 &&
         member.role() == v1::CONV_ROLE_OWNER && member.display_name() == "Ana" && member.read_seq() == 48 &&
         member.delivered_seq() == 49;
}

bool is_that_request(const v1::HelpRequest& is) {
  return is.id() == 6 && is.version() == 2 && is.conversation_id() == 8 && is.seeker_id() == 5 &&
         is.state() == v1::REQUEST_STATE_EXPIRED && is.level() == v1::LEVEL_WATCH && is.urgent() &&
         is.language() == "en-GB" && is.wishes_size() == 2 && is.wishes(1) == "sober" &&
         is.taken_by_id() == 55 && is.taken_us() == 1'767'643'201'000'000;
}

bool is_that_escalation(const v1::Escalation& is) {
  return is.id() == 4 && is.version() == 3 && is.first_seq() == 41 && is.first_conversation_id() == 8 &&
         is.cause() == v1::ESCALATION_CAUSE_SUPPORTER_ASKED && is.state() == v1::ESCALATION_STATE_IN_HAND &&
         is.level() == v1::LEVEL_IMMINENT && is.kinds(0) == v1::KIND_OVERDOSE && is.step() == 2 &&
         is.round() == 6 && is.acknowledged_by_id() == 55 && is.closed_us() == 1'767'643'204'000'000 &&
         is.outcome() == v1::OUTCOME_QUESTIONS_ASKED_SAFE && is.next_due_us() == 1'767'643'205'000'000;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      {"error", [] { return Result{refuse(Code::RateLimited, std::chrono::milliseconds{1500})}; },
       [](const v1::Reply& is) {
         return is.error().code() == v1::ERROR_CODE_RATE_LIMITED && is.error().name() == "rate_limited" &&
                is.error().sentence() == sentence_of(Code::RateLimited) &&
                is.error().retry_after_ms() == 1500;
       }},
      {"done", [] { return Result{Done{}}; }, [](const v1::Reply& is) { return is.has_done(); }},
      {"welcome", [] { return Result{a_welcome()}; },
       [](const v1::Reply& is) {
         const v1::Welcome& of = is.welcome();
         return of.session_id() == 2 && of.person_id() == 5 && of.organisation_id() == 1 &&
                of.roles_size() == 2 && of.roles(0) == v1::ORG_ROLE_SUPPORTER &&
                of.roles(1) == v1::ORG_ROLE_ADMINISTRATOR && of.epoch() == 3 && of.board_id() == 9 &&
                of.line() == v1::LINE_STATE_LOW_RISK_ONLY && of.now_us() == 77;
       }},
      {"subscribed", [] { return Result{a_subscription()}; },
       [](const v1::Reply& is) {
         const v1::SubscribedTo& read = is.subscribed().items(0);
         const v1::SubscribedTo& refused = is.subscribed().items(1);
         return read.conversation_id() == 8 && !read.has_error() && read.epoch() == 3 &&
                read.from_seq() == 40 && read.to_seq() == 41 && read.head_seq() == 50 &&
                is_that_message(read.messages(0)) && refused.error().code() == v1::ERROR_CODE_CURSOR_AHEAD &&
                refused.head_seq() == 12;
       }},
      {"sent",
       [] {
         return Result{Sent{Seq{41}, instant_of(77), true}};
       },
       [](const v1::Reply& is) {
         return is.sent().seq() == 41 && is.sent().at_us() == 77 && is.sent().repeat();
       }},
      {"page",
       [] {
         return Result{Page{ConversationId{8}, Epoch{3}, Seq{50}, true, {tests::shared(tests::a_message())}}};
       },
       [](const v1::Reply& is) {
         return is.page().conversation_id() == 8 && is.page().epoch() == 3 && is.page().head_seq() == 50 &&
                is.page().more() && is_that_message(is.page().messages(0));
       }},
      {"presences",
       [] {
         return Result{PresenceList{{{PersonId{5}, true, false, true}}}};
       },
       [](const v1::Reply& is) {
         const v1::Presence& of = is.presences().people(0);
         return of.person_id() == 5 && of.connected() && !of.on_call() && of.attending();
       }},
      {"conversation", [] { return Result{a_view()}; },
       [](const v1::Reply& is) { return is_that_view(is.conversation()); }},
      {"conversations",
       [] {
         return Result{ConversationList{{a_view(), a_view()}, true}};
       },
       [](const v1::Reply& is) {
         return is.conversations().more() && is_that_view(is.conversations().conversations(1));
       }},
      {"request",
       [] {
         return Result{RequestView{tests::a_request(), 2, 3, LineState::Open}};
       },
       [](const v1::Reply& is) {
         return is_that_request(is.request().request()) && is.request().before() == 2 &&
                is.request().people_on_call() == 3 && is.request().line() == v1::LINE_STATE_OPEN;
       }},
      {"waiting",
       [] {
         return Result{WaitingList{{tests::a_request()}, {ConversationId{9}, Epoch{3}, Seq{14}}}};
       },
       [](const v1::Reply& is) {
         const v1::Cursor& board = is.waiting().board();
         return is_that_request(is.waiting().requests(0)) && board.conversation_id() == 9 &&
                board.epoch() == 3 && board.seq() == 14;
       }},
      {"escalations",
       [] {
         return Result{EscalationList{{tests::an_escalation()}, {ConversationId{9}, Epoch{3}, Seq{14}}}};
       },
       [](const v1::Reply& is) {
         return is_that_escalation(is.escalations().escalations(0)) && is.escalations().board().seq() == 14;
       }},
      {"escalation", [] { return Result{EscalationReply{tests::an_escalation()}}; },
       [](const v1::Reply& is) { return is_that_escalation(is.escalation().escalation()); }},
      {"pong",
       [] {
         return Result{Pong{~0ULL, instant_of(77)}};
       },
       [](const v1::Reply& is) { return is.pong().nonce() == ~0ULL && is.pong().now_us() == 77; }},
  };
  return all;
}
INSTANTIATE_TEST_SUITE_P(Kinds, Replies,
                         testing::Combine(testing::ValuesIn(rows()),
                                          testing::Values(Subprotocol::Protobuf, Subprotocol::Json)),
                         [](const auto& row) {
                           return std::string{std::get<0>(row.param).name} + "_" +
                                  tests::name_of(std::get<1>(row.param));
                         });

TEST(ReplyRows, have_every_kind_and_the_error) {
  EXPECT_EQ(rows().size(), std::variant_size_v<ReplyBody> + 1);
}

TEST(Errors, numbers_and_names_on_the_wire_are_the_codes) {
  const auto& values = *v1::ErrorCode_descriptor();
  for (int i = 0; i < values.value_count(); ++i) {
    const int number = values.value(i)->number();
    if (number == 0) continue;
    std::string name = values.value(i)->name().substr(std::string_view{"ERROR_CODE_"}.size());
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    EXPECT_EQ(name_of(static_cast<Code>(number)), name);
  }
}

TEST(Concatenated, encodings_of_frames_are_one_valid_frame) {
  const std::string two = tests::received(encode(Subprotocol::Protobuf, Reply{7, Done{}})).payload +
                          tests::received(encode(Subprotocol::Protobuf, Reply{8, Done{}})).payload;
  v1::ServerFrame frame;
  ASSERT_TRUE(frame.ParseFromString(two));
  ASSERT_EQ(frame.envelopes_size(), 2);
  EXPECT_EQ(frame.envelopes(1).reply().id(), 8U);
}

TEST(Json, ids_are_strings) {
  const std::string json =
      tests::received(encode(Subprotocol::Json, Reply{7, Sent{Seq{41}, instant_of(77)}})).payload;
  EXPECT_EQ(json, R"({"envelopes":[{"reply":{"id":"7","sent":{"seq":"41","atUs":"77"}}}]})");
}

}  // namespace
}  // namespace holdfast::wire
