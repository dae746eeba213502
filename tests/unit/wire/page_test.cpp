// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include "client_side.hpp"
#include "domain/limits.hpp"
#include "records.hpp"
#include "wire/encode.hpp"

namespace holdfast::wire {
namespace {

using namespace holdfast::domain;

/// Ids and times as long as they get.
Message longest(Content content) {
  constexpr std::uint64_t kLong = 9'223'372'036'854'775'807U;
  Message out;
  out.conversation = ConversationId{kLong};
  out.seq = Seq{kLong};
  out.author = PersonId{kLong};
  out.at = instant_of(253'402'300'799'999'999);
  out.client_at = out.at;
  out.client_id.bytes.fill(0xFF);
  out.about = MessageRef{ConversationId{kLong}, Seq{kLong}};
  out.content = std::move(content);
  return out;
}

std::string repeated(std::string_view unit, std::size_t bytes) {
  std::string out;
  while (out.size() + unit.size() <= bytes) out.append(unit);
  return out;
}

Escalation longest_escalation() {
  constexpr std::uint64_t kLong = 9'223'372'036'854'775'807U;
  Escalation out = tests::an_escalation();
  out.id = EscalationId{kLong};
  out.version = Version{kLong};
  out.organisation = OrganisationId{kLong};
  out.conversation = ConversationId{kLong};
  out.seeker = PersonId{kLong};
  out.first = {ConversationId{kLong}, Seq{kLong}};
  out.state = EscalationState::Acknowledged;
  out.kinds = Kinds{0xFF};
  out.step = out.round = 4'294'967'295U;
  out.acknowledged_by = PersonId{kLong};
  out.outcome = Outcome::EmergencyServicesContacted;
  return out;
}

Request longest_request() {
  constexpr std::uint64_t kLong = 9'223'372'036'854'775'807U;
  Request out = tests::a_request();
  out.id = RequestId{kLong};
  out.version = Version{kLong};
  out.organisation = OrganisationId{kLong};
  out.conversation = ConversationId{kLong};
  out.seeker = PersonId{kLong};
  out.level = Level::Imminent;
  out.state = RequestState::Cancelled;
  out.taken_by = PersonId{kLong};
  out.language = std::string(limits::kLanguageTag, 'a');
  out.wishes.assign(limits::kWishes, repeated("<", limits::kWish));
  return out;
}

struct Row {
  const char* name;
  Content content;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}
Row text(const char* name, std::string_view unit, std::size_t bytes) {
  return {name, Text{Secret{repeated(unit, bytes)}}};
}

class Pages : public testing::TestWithParam<Row> {};

std::size_t frame_size(Subprotocol subprotocol, const std::vector<MessagePtr>& messages) {
  const Page page{messages.front()->conversation, Epoch{~0ULL >> 1U}, messages.front()->seq, true, messages};
  return encode(subprotocol, Reply{~0ULL, page})->bytes().size();
}

TEST_P(Pages, within_the_page_bound_fit_into_a_frame) {
  const MessagePtr message = tests::shared(longest(GetParam().content));
  std::vector<MessagePtr> messages{message};
  std::size_t bytes = page_bytes(*message);
  while (bytes + page_bytes(*message) <= limits::kPageBytes && messages.size() < limits::kHistoryPageMost) {
    bytes += page_bytes(*message);
    messages.push_back(message);
  }
  EXPECT_LE(frame_size(Subprotocol::Protobuf, messages), limits::kFrame);
  EXPECT_LE(frame_size(Subprotocol::Json, messages), limits::kFrame);
}

TEST_P(Pages, count_at_least_what_a_message_takes) {
  const MessagePtr message = tests::shared(longest(GetParam().content));
  for (const Subprotocol subprotocol : {Subprotocol::Protobuf, Subprotocol::Json}) {
    const std::size_t one = frame_size(subprotocol, {message});
    const std::size_t two = frame_size(subprotocol, {message, message});
    EXPECT_LE(two - one, page_bytes(*message) + 8);  // 8: the frame's header may grow
  }
}

INSTANTIATE_TEST_SUITE_P(
    Contents, Pages,
    testing::Values(
        text("short_texts", "x", 1), text("ordinary_texts", "I am not sure how to say this. ", 240),
        text("longest_text", "x", limits::kMessageText), text("quotes", "\"", limits::kMessageText),
        text("angles", "<", limits::kMessageText), text("controls", "\x01", limits::kMessageText),
        text("nul", std::string_view{"\0", 1}, limits::kMessageText),
        text("delete", "\x7F", limits::kMessageText), text("c1", "\xC2\x80", limits::kMessageText),
        text("soft_hyphen", "\xC2\xAD", limits::kMessageText),
        text("bidi", "\xE2\x80\xAE", limits::kMessageText),
        text("arabic_sign", "\xD8\x80", limits::kMessageText),
        text("arabic_end_of_ayah", "\xDB\x9D", limits::kMessageText),
        text("syriac", "\xDC\x8F", limits::kMessageText), text("khmer", "\xE1\x9E\xB4", limits::kMessageText),
        text("byte_order_mark", "\xEF\xBB\xBF", limits::kMessageText),
        text("emoji", "\xF0\x9F\x99\x82", limits::kMessageText),
        text("tags", "\xF3\xA0\x80\x81", limits::kMessageText),
        text("music", "\xF0\x9D\x85\xB3", limits::kMessageText), Row{"flags", FlagNote{tests::a_verdict()}},
        Row{"flag_of_every_kind", FlagNote{{Level::Imminent, Kinds{0xFF}, {}, Version{~0ULL >> 1U}}}},
        Row{"escalations", EscalationNote{longest_escalation()}},
        Row{"requests", RequestNote{longest_request()}},
        Row{"members", MemberNote{MemberNote::What::Requeued, PersonId{~0ULL >> 1U}}},
        Row{"states", StateNote{ConversationState::Waiting, EndReason::NobodyAvailable}},
        Row{"cards", CardNote{CardNote::Card::QuietWord}}, Row{"lines", LineNote{LineState::LowRiskOnly}}),
    [](const auto& row) { return std::string{row.param.name}; });

}  // namespace
}  // namespace holdfast::wire
