// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <cstdio>

#include "records.hpp"
#include "wire/encode.hpp"

namespace holdfast::wire {
namespace {

using namespace holdfast::domain;

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += pair;
  }
  return out;
}

std::string unhex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    out.push_back(static_cast<char>(std::stoi(std::string{digits.substr(i, 2)}, nullptr, 16)));
  }
  return out;
}

/// What stores hold today. A change here makes them unreadable: add rows, never edit one.
struct Row {
  const char* name;
  Content content;
  const char* golden;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class ContentRows : public testing::TestWithParam<Row> {};

TEST_P(ContentRows, are_written_and_read_as_ever) {
  EXPECT_EQ(hex(encode_content(GetParam().content)), GetParam().golden);
  const auto read = decode_content(unhex(GetParam().golden));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->index(), GetParam().content.index());
  // Every field of what was read must lead back to the same bytes.
  EXPECT_EQ(hex(encode_content(*read)), GetParam().golden);
}

INSTANTIATE_TEST_SUITE_P(
    Golden, ContentRows,
    testing::Values(
        Row{"text", Text{Secret{"hi"}}, "0a060a040a026869"},
        Row{"member", MemberNote{MemberNote::What::Took, PersonId{5}}, "0a0d120b0803110500000000000000"},
        Row{"state", StateNote{ConversationState::Ended, EndReason::Finished}, "0a061a0408031001"},
        Row{"flag", FlagNote{tests::a_verdict()},
            "0a3322310a2f0803120201081a120a0c706c616e2e746f6e696768741003180e1a110a0b6d65616e"
            "732e70696c6c7318092002200c"},
        Row{"escalation", EscalationNote{tests::an_escalation()},
            "0a8b012a88010a850109040000000000000010031901000000000000002108000000000000002905"
            "0000000000000031080000000000000038294003480450035a0103600268067080a09a8898f59103"
            "7937000000000000008001c0a4d78898f59103880180a9948998f591039001c0add18998f5910398"
            "0180b28e8a98f59103a00106a801c0b6cb8a98f59103"},
        Row{"request", RequestNote{tests::a_request()},
            "0a60325e0a5c09060000000000000010021901000000000000002108000000000000002905000000"
            "000000003004380140014a05656e2d4742520571756965745205736f6265725880a09a8898f59103"
            "61370000000000000068c0a4d78898f59103"},
        Row{"card", CardNote{CardNote::Card::Emergency}, "0a043a020801"},
        Row{"line", LineNote{LineState::Closed}, "0a0442020803"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(ContentRows, keep_every_field_of_an_escalation) {
  const Escalation wrote = tests::an_escalation();
  const auto read = decode_content(encode_content(EscalationNote{wrote}));
  ASSERT_TRUE(read);
  const Escalation& is = std::get<EscalationNote>(*read).escalation;
  EXPECT_EQ(is.id, wrote.id);
  EXPECT_EQ(is.version, wrote.version);
  EXPECT_EQ(is.first, wrote.first);
  EXPECT_EQ(is.cause, wrote.cause);
  EXPECT_EQ(is.state, wrote.state);
  EXPECT_EQ(is.level, wrote.level);
  EXPECT_EQ(is.kinds, wrote.kinds);
  EXPECT_EQ(is.raised, wrote.raised);
  EXPECT_EQ(is.acknowledged, wrote.acknowledged);
  EXPECT_EQ(is.eyes_on, wrote.eyes_on);
  EXPECT_EQ(is.in_hand, wrote.in_hand);
  EXPECT_EQ(is.closed, wrote.closed);
  EXPECT_EQ(is.outcome, wrote.outcome);
  EXPECT_EQ(is.next_due, wrote.next_due);
}

TEST(VerdictRows, are_written_and_read_as_ever) {
  const std::string golden =
      "0a2f0803120201081a120a0c706c616e2e746f6e696768741003180e1a110a0b6d65616e732e7069"
      "6c6c7318092002200c";
  EXPECT_EQ(hex(encode_verdict(tests::a_verdict())), golden);
  const auto read = decode_verdict(unhex(golden));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, tests::a_verdict());
}

TEST(DamagedRows, are_refused) {
  for (const std::string_view bytes : {"", "\xFF", "\x0A\x00", "\x0A\x7F", "\x0A\x02\x12"}) {
    const auto read = decode_content({bytes.data(), bytes.size()});
    ASSERT_FALSE(read) << hex(bytes);
    EXPECT_EQ(read.error().code, Code::Internal);
  }
  // A kind of card of a newer server: unreadable, never another card.
  EXPECT_FALSE(decode_content(unhex("0a043a020809")));
  EXPECT_FALSE(decode_verdict("\xFF"));
}

}  // namespace
}  // namespace holdfast::wire
