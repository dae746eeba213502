// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <functional>

#include "client_side.hpp"
#include "records.hpp"
#include "wire/encode.hpp"

namespace holdfast::wire {
namespace {

using namespace holdfast::domain;

constexpr Epoch kEpoch{3};
constexpr ConversationId kWhere{8};

struct Row {
  const char* name;
  EventBody event;
  std::function<bool(const v1::Event&)> says;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

Row said(const char* name, Content content, std::function<bool(const v1::Content&)> says) {
  Message message = tests::a_message();
  message.content = std::move(content);
  return {name, MessageEvent{tests::shared(std::move(message))},
          [says = std::move(says)](const v1::Event& is) {
            return is.message().epoch() == 3 && is.message().message().seq() == 41 &&
                   is.message().message().conversation_id() == 8 && says(is.message().message().content());
          }};
}

std::vector<Row> message_rows() {
  return {
      said("text", Text{Secret{"a\"<b>\xE2\x80\xA8\n"}},
           [](const auto& is) { return is.text().text() == "a\"<b>\xE2\x80\xA8\n"; }),
      said("member", MemberNote{MemberNote::What::Requeued, PersonId{5}},
           [](const auto& is) {
             return is.member().what() == v1::MemberNote::WHAT_REQUEUED && is.member().person_id() == 5;
           }),
      said("state", StateNote{ConversationState::Ended, EndReason::Blocked},
           [](const auto& is) {
             return is.state().state() == v1::CONVERSATION_STATE_ENDED &&
                    is.state().reason() == v1::END_REASON_BLOCKED;
           }),
      said("flag", FlagNote{tests::a_verdict()},
           [](const auto& is) {
             const v1::Verdict& of = is.flag().verdict();
             return of.level() == v1::LEVEL_IMMINENT && of.kinds_size() == 2 &&
                    of.kinds(1) == v1::KIND_CHILD_SAFETY && of.evidence(0).rule() == "plan.tonight" &&
                    of.evidence(0).begin() == 3 && of.evidence(0).end() == 14 &&
                    of.evidence(1).turns_back() == 2 && of.lexicon() == 12;
           }),
      said("escalation", EscalationNote{tests::an_escalation()},
           [](const auto& is) { return is.escalation().escalation().round() == 6; }),
      said("request", RequestNote{tests::a_request()},
           [](const auto& is) { return is.request().request().wishes(0) == "quiet"; }),
      said("card", CardNote{CardNote::Card::QuietWord},
           [](const auto& is) { return is.card().card() == v1::CardNote::CARD_QUIET_WORD; }),
      said("line_note", LineNote{LineState::Open},
           [](const auto& is) { return is.line().line() == v1::LINE_STATE_OPEN; }),
  };
}

std::vector<Row> other_rows() {
  return {
      {"cursor", CursorEvent{kWhere, PersonId{5}, CursorKind::Delivered, Seq{40}},
       [](const v1::Event& is) {
         return is.cursor().conversation_id() == 8 && is.cursor().person_id() == 5 &&
                is.cursor().kind() == v1::CURSOR_KIND_DELIVERED && is.cursor().seq() == 40;
       }},
      {"typing", TypingEvent{kWhere, PersonId{5}, true},
       [](const v1::Event& is) {
         return is.typing().conversation_id() == 8 && is.typing().person_id() == 5 && is.typing().typing();
       }},
      {"presence", PresenceEvent{{PersonId{5}, false, true, false}},
       [](const v1::Event& is) {
         const v1::Presence& of = is.presence().presence();
         return of.person_id() == 5 && !of.connected() && of.on_call() && !of.attending();
       }},
      {"queue_place", QueuePlaceEvent{{tests::a_request(), 2, 0, LineState::Closed}},
       [](const v1::Event& is) {
         const v1::RequestView& of = is.queue_place().place();
         return of.request().id() == 6 && of.before() == 2 && of.people_on_call() == 0 &&
                of.line() == v1::LINE_STATE_CLOSED;
       }},
      {"conversation_added", ConversationAdded{kWhere},
       [](const v1::Event& is) { return is.conversation_added().conversation_id() == 8; }},
      {"access_ended", AccessEnded{kWhere},
       [](const v1::Event& is) { return is.access_ended().conversation_id() == 8; }},
      {"token_revoked", TokenRevoked{TokenId{3}},
       [](const v1::Event& is) { return is.token_revoked().token_id() == 3; }},
      {"erased", Erased{kWhere, Seq{40}},
       [](const v1::Event& is) { return is.erased().conversation_id() == 8 && is.erased().seq() == 40; }},
      {"line", LineEvent{LineState::LowRiskOnly},
       [](const v1::Event& is) { return is.line().line() == v1::LINE_STATE_LOW_RISK_ONLY; }},
      {"alarm", AlarmEvent{kWhere, PersonId{5}, tests::a_message().client_id, Level::Imminent},
       [](const v1::Event& is) {
         return is.alarm().conversation_id() == 8 && is.alarm().author_id() == 5 &&
                is.alarm().client_message_id().size() == 16 && is.alarm().level() == v1::LEVEL_IMMINENT;
       }},
  };
}

std::vector<Row> rows() {
  std::vector<Row> all = message_rows();
  for (Row& row : other_rows()) all.push_back(std::move(row));
  return all;
}

class Events : public testing::TestWithParam<std::tuple<Row, Subprotocol>> {};

TEST_P(Events, say_what_happened) {
  const auto& [row, subprotocol] = GetParam();
  const v1::Envelope envelope = tests::envelope(subprotocol, encode(subprotocol, row.event, kEpoch));
  ASSERT_TRUE(envelope.has_event());
  EXPECT_TRUE(row.says(envelope.event())) << envelope.DebugString();
}
INSTANTIATE_TEST_SUITE_P(Kinds, Events,
                         testing::Combine(testing::ValuesIn(rows()),
                                          testing::Values(Subprotocol::Protobuf, Subprotocol::Json)),
                         [](const auto& row) {
                           return std::string{std::get<0>(row.param).name} + "_" +
                                  tests::name_of(std::get<1>(row.param));
                         });

TEST(EventRows, have_every_kind) {
  EXPECT_EQ(message_rows().size(), std::variant_size_v<Content>);
  EXPECT_EQ(other_rows().size() + 1, std::variant_size_v<EventBody>);
}

TEST(Tombstone, leaves_without_words) {
  Message message = tests::a_message("gone");
  message.erased = true;
  for (const Subprotocol subprotocol : {Subprotocol::Protobuf, Subprotocol::Json}) {
    const FramePtr frame = encode(subprotocol, MessageEvent{tests::shared(message)}, kEpoch);
    EXPECT_EQ(frame->bytes().find("gone"), std::string_view::npos);
    const v1::Envelope envelope = tests::envelope(subprotocol, frame);
    const v1::Message& of = envelope.event().message().message();
    EXPECT_TRUE(of.erased());
    EXPECT_FALSE(of.has_content());
    EXPECT_EQ(of.seq(), 41U);
  }
}

TEST(Notices, say_lagging_and_draining) {
  for (const Subprotocol subprotocol : {Subprotocol::Protobuf, Subprotocol::Json}) {
    const v1::Envelope lagging =
        tests::envelope(subprotocol, encode(subprotocol, Notice{Lagging{kWhere, Seq{50}}}));
    EXPECT_EQ(lagging.notice().lagging().conversation_id(), 8U);
    EXPECT_EQ(lagging.notice().lagging().head_seq(), 50U);
    const Notice leave = Draining{std::chrono::milliseconds{1234}};
    const v1::Envelope draining = tests::envelope(subprotocol, encode(subprotocol, leave));
    EXPECT_EQ(draining.notice().draining().reconnect_after_ms(), 1234U);
  }
}

}  // namespace
}  // namespace holdfast::wire
