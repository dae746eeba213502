// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <optional>

#include "client_side.hpp"
#include "domain/limits.hpp"
#include "wire/decode.hpp"

namespace holdfast::wire {
namespace {

/// One field at or over its bound; no code: accepted.
struct Row {
  const char* name;
  std::string body;
  std::optional<Code> refused;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string quoted(std::size_t bytes) {
  return '"' + std::string(bytes, 'x') + '"';
}

std::string list(std::size_t count, const std::string& item) {
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + item;
  return out + "]";
}

std::string cursors(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i)
    out += (i == 1 ? "" : ",") + (R"({"conversationId":")" + std::to_string(i)) + R"("})";
  return R"("subscribe":{"cursors":[)" + out + "]}";
}

std::string send(const std::string& id, const std::string& text, const std::string& more = "") {
  return R"("send":{"conversationId":"8","clientMessageId":")" + id + R"(","text":)" + text + more + "}";
}
std::string said(const std::string& text, const std::string& more = "") {
  return send("AZOhbwAAcACAAAAAAAAAAQ==", text, more);
}
std::string ask(const std::string& language) {
  return R"("askForHelp":{"language":")" + language + R"("})";
}

class Bounds : public testing::TestWithParam<std::tuple<Row, Subprotocol>> {};

TEST_P(Bounds, hold_on_both_sides) {
  const auto& [row, subprotocol] = GetParam();
  const std::string json = R"({"id":"7",)" + row.body + "}";
  const Stage stage = row.body.starts_with("\"hello\"") ? Stage::BeforeSignIn : Stage::SignedIn;
  const auto request = decode(subprotocol, tests::client_bytes(subprotocol, json), stage);
  if (!row.refused) {
    EXPECT_TRUE(request) << name_of(request.error().error.code);
    return;
  }
  ASSERT_FALSE(request);
  EXPECT_EQ(name_of(request.error().error.code), name_of(*row.refused));
  EXPECT_EQ(request.error().id, 7U);
}

constexpr std::optional<Code> kFine{};
const std::string k63 = "9223372036854775807";
const std::string k64 = "9223372036854775808";

const Row kRows[] = {
    {"token_longest", R"("hello":{"protocol":1,"token":)" + quoted(limits::kToken) + "}", kFine},
    {"token_longer", R"("hello":{"protocol":1,"token":)" + quoted(limits::kToken + 1) + "}", Code::TooLarge},
    {"client_longest", R"("hello":{"protocol":1,"client":)" + quoted(limits::kClientName) + "}", kFine},
    {"client_longer", R"("hello":{"protocol":1,"client":)" + quoted(limits::kClientName + 1) + "}",
     Code::TooLarge},
    {"protocol_2", R"("hello":{"token":"t","protocol":2})", Code::Unsupported},
    {"protocol_missing", R"("hello":{"token":"t"})", Code::Unsupported},
    {"cursors_none", R"("subscribe":{})", Code::Invalid},
    {"cursors_most", cursors(limits::kSubscribeItems), kFine},
    {"cursors_more", cursors(limits::kSubscribeItems + 1), Code::TooLarge},
    {"cursors_twice", R"("subscribe":{"cursors":[{"conversationId":"8"},{"conversationId":"8","seq":"1"}]})",
     Code::Invalid},
    {"cursor_of_nothing", R"("subscribe":{"cursors":[{"seq":"1"}]})", Code::Invalid},
    {"cursor_seq_63_bits", R"("subscribe":{"cursors":[{"conversationId":"8","seq":")" + k63 + R"("}]})",
     kFine},
    {"cursor_seq_64_bits", R"("subscribe":{"cursors":[{"conversationId":"8","seq":")" + k64 + R"("}]})",
     Code::Invalid},
    {"unsubscribe_none", R"("unsubscribe":{})", Code::Invalid},
    {"unsubscribe_most",
     R"("unsubscribe":{"conversationIds":)" + list(limits::kSubscribeItems, R"("8")") + "}", kFine},
    {"unsubscribe_more",
     R"("unsubscribe":{"conversationIds":)" + list(limits::kSubscribeItems + 1, R"("8")") + "}",
     Code::TooLarge},
    {"watch_most", R"("watchPresence":{"personIds":)" + list(limits::kWatched, R"("5")") + "}", kFine},
    {"watch_more", R"("watchPresence":{"personIds":)" + list(limits::kWatched + 1, R"("5")") + "}",
     Code::TooLarge},
    {"watch_0", R"("watchPresence":{"personIds":["0"]})", Code::Invalid},
    {"id_63_bits", R"("observe":{"conversationId":")" + k63 + R"("})", kFine},
    {"id_64_bits", R"("observe":{"conversationId":")" + k64 + R"("})", Code::Invalid},
    {"id_0", R"("observe":{})", Code::Invalid},
    {"text_empty", said(R"("")"), Code::Invalid},
    {"text_longest", said(quoted(limits::kMessageText)), kFine},
    {"text_longer", said(quoted(limits::kMessageText + 1)), Code::TooLarge},
    {"client_id_15", send("AZOhbwAAcACAAAAAAAAA", R"("x")"), Code::Invalid},
    {"client_id_17", send("AZOhbwAAcACAAAAAAAAAAQE=", R"("x")"), Code::Invalid},
    {"client_id_zero", send("AAAAAAAAAAAAAAAAAAAAAA==", R"("x")"), Code::Invalid},
    {"clock_before_1970", said(R"("x")", R"(,"clientAtUs":"-1")"), Code::Invalid},
    {"clock_in_1970", said(R"("x")", R"(,"clientAtUs":"0")"), kFine},
    {"clock_in_9999", said(R"("x")", R"(,"clientAtUs":"253402300799999999")"), kFine},
    {"clock_in_10000", said(R"("x")", R"(,"clientAtUs":"253402300800000000")"), Code::Invalid},
    {"page_most", R"("history":{"conversationId":"8","limit":200})", kFine},
    {"page_more", R"("history":{"conversationId":"8","limit":201})", Code::Invalid},
    {"page_both_ways", R"("history":{"conversationId":"8","beforeSeq":"9","afterSeq":"1"})", Code::Invalid},
    {"page_before_0", R"("history":{"conversationId":"8","beforeSeq":"0"})", Code::Invalid},
    {"page_neither", R"("history":{"conversationId":"8"})", kFine},
    {"cursor_kind_missing", R"("moveCursor":{"conversationId":"8","seq":"3"})", Code::Invalid},
    {"cursor_to_0", R"("moveCursor":{"conversationId":"8","kind":"CURSOR_KIND_READ"})", Code::Invalid},
    {"list_most", R"("listConversations":{"limit":100})", kFine},
    {"list_more", R"("listConversations":{"limit":101})", Code::Invalid},
    {"language_2", ask("en"), kFine},
    {"language_region", ask("pt-BR"), kFine},
    {"language_script_region", ask("zh-Hant-TW"), kFine},
    {"language_digits_later", ask("es-419"), kFine},
    {"language_35", ask("en-a1234567-b1234567-c1234567-d1234"), kFine},
    {"language_36", ask("en-a1234567-b1234567-c1234567-d12345"), Code::Invalid},
    {"language_1", ask("e"), Code::Invalid},
    {"language_9", ask("englishes"), Code::Invalid},
    {"language_digit_first", ask("e1"), Code::Invalid},
    {"language_empty_part", ask("en--GB"), Code::Invalid},
    {"language_ends_in_hyphen", ask("en-"), Code::Invalid},
    {"language_underscore", ask("en_GB"), Code::Invalid},
    {"wishes_most", R"("askForHelp":{"wishes":)" + list(limits::kWishes, quoted(limits::kWish)) + "}", kFine},
    {"wishes_more", R"("askForHelp":{"wishes":)" + list(limits::kWishes + 1, quoted(1)) + "}",
     Code::TooLarge},
    {"wish_longer", R"("askForHelp":{"wishes":)" + list(1, quoted(limits::kWish + 1)) + "}", Code::TooLarge},
    {"wish_empty", R"("askForHelp":{"wishes":[""]})", Code::Invalid},
    {"reason_missing", R"("endConversation":{"conversationId":"8"})", Code::Invalid},
    {"group_name_empty", R"("createGroup":{})", Code::Invalid},
    {"group_name_longest", R"("createGroup":{"name":)" + quoted(limits::kGroupName) + "}", kFine},
    {"group_name_longer", R"("createGroup":{"name":)" + quoted(limits::kGroupName + 1) + "}", Code::TooLarge},
    {"role_missing", R"("addMember":{"conversationId":"8","personId":"5"})", Code::Invalid},
    {"role_unknown", R"("addMember":{"conversationId":"8","personId":"5","role":7})", Code::Invalid},
    {"outcome_unknown", R"("closeEscalation":{"escalationId":"4","outcome":7})", Code::Invalid},
    {"line_missing", R"("setLine":{})", Code::Invalid},
    {"line_unknown", R"("setLine":{"line":4})", Code::Invalid},
    {"erase_seq_0", R"("eraseMessage":{"conversationId":"8"})", Code::Invalid},
};

INSTANTIATE_TEST_SUITE_P(Fields, Bounds,
                         testing::Combine(testing::ValuesIn(kRows),
                                          testing::Values(Subprotocol::Protobuf, Subprotocol::Json)),
                         [](const auto& row) {
                           return std::string{std::get<0>(row.param).name} + "_" +
                                  tests::name_of(std::get<1>(row.param));
                         });

}  // namespace
}  // namespace holdfast::wire
