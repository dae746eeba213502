// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <variant>

#include "wire/encode.hpp"

namespace holdfast::wire {
namespace {

/// At most what protobuf's JSON makes of one byte of UTF-8: some characters become \u00XX, a pair of them
/// beyond the BMP.
std::size_t in_json(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20 || byte == 0x7F || c == '<' || c == '>') return 6;
  if (c == '"' || c == '\\') return 2;
  if (byte < 0x80) return 1;
  if (byte < 0xC0) return 1;   // continues a character
  if (byte >= 0xF0) return 9;  // 4 bytes → 12
  // Only these lead bytes begin characters that are escaped (soft hyphen, format and bidirectional marks).
  constexpr unsigned char kEscaping[] = {0xC2, 0xD8, 0xDB, 0xDC, 0xE1, 0xE2, 0xEF};
  return std::ranges::find(kEscaping, byte) != std::end(kEscaping) ? 5 : 1;
}

std::size_t in_json(std::string_view text) {
  std::size_t bytes = 0;
  for (const char c : text) bytes += in_json(c);
  return bytes;
}

// The rest of each, with every field at its longest, in JSON, which is always the longer of the two.
constexpr std::size_t kMessage = 420;
constexpr std::size_t kNote = 120;
constexpr std::size_t kVerdict = 420;
constexpr std::size_t kEvidence = 80;
constexpr std::size_t kEscalation = 1'100;
constexpr std::size_t kRequest = 520;

std::size_t content_bytes(const domain::Text& text) {
  return in_json(text.text.reveal());
}
std::size_t content_bytes(const domain::FlagNote& note) {
  std::size_t bytes = kVerdict;
  for (const domain::Evidence& evidence : note.verdict.evidence) bytes += kEvidence + in_json(evidence.rule);
  return bytes;
}
std::size_t content_bytes(const domain::EscalationNote&) {
  return kEscalation;
}
std::size_t content_bytes(const domain::RequestNote& note) {
  std::size_t bytes = kRequest + in_json(note.request.language);
  for (const std::string& wish : note.request.wishes) bytes += 3 + in_json(wish);
  return bytes;
}
std::size_t content_bytes(const domain::MemberNote&) {
  return kNote;
}
std::size_t content_bytes(const domain::StateNote&) {
  return kNote;
}
std::size_t content_bytes(const domain::CardNote&) {
  return kNote;
}
std::size_t content_bytes(const domain::LineNote&) {
  return kNote;
}

}  // namespace

std::size_t page_bytes(const domain::Message& message) {
  if (message.erased) return kMessage;
  return kMessage + std::visit([](const auto& content) { return content_bytes(content); }, message.content);
}

}  // namespace holdfast::wire
