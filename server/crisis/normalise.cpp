// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/normalise.hpp"

#include <unicode/utf8.h>

#include <array>

#include "crisis/fold.hpp"
#include "crisis/word_reader.hpp"

namespace holdfast::crisis {
namespace {

enum class Ascii : std::uint8_t {
  Space,
  Letter,
  Upper,
  Digit,
  Leet,
  Apostrophe,
  Dot,
  Stop,
  Question,
  Comma,
  Quote,
  Between
};

constexpr std::array<Ascii, 128> make_table() {
  std::array<Ascii, 128> table{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = Ascii::Letter;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = Ascii::Upper;
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = Ascii::Digit;
  for (const char c : {'@', '$', '!', '|', '+'}) table[static_cast<std::size_t>(c)] = Ascii::Leet;
  for (const char c : {';', '\n', '\r'}) table[static_cast<std::size_t>(c)] = Ascii::Stop;
  for (const char c : {',', '(', ')', ':', '[', ']'}) table[static_cast<std::size_t>(c)] = Ascii::Comma;
  for (const char c : {'-', '*', '_', '/', '~'}) table[static_cast<std::size_t>(c)] = Ascii::Between;
  for (const char c : {'\'', '`'}) table[static_cast<std::size_t>(c)] = Ascii::Apostrophe;
  table['.'] = Ascii::Dot;
  table['?'] = Ascii::Question;
  table['"'] = Ascii::Quote;
  return table;
}
constexpr auto kAscii = make_table();

bool is_word(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 128 || kAscii[byte] == Ascii::Letter || kAscii[byte] == Ascii::Upper ||
         kAscii[byte] == Ascii::Digit;
}

struct Point {
  UChar32 value;  // negative: not UTF-8 here
  std::size_t end;
};

Point next_point(std::string_view text, std::size_t at) noexcept {
  auto next = static_cast<std::int32_t>(at);
  UChar32 point = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  U8_NEXT(text.data(), next, static_cast<std::int32_t>(text.size()), point);
#pragma GCC diagnostic pop
  return {point, static_cast<std::size_t>(next)};
}

/// One pass over a turn, left to right.
class Pass {
 public:
  Pass(std::string_view text, const Vocabulary& vocabulary, Reading& reading, std::uint8_t turn)
      : text_{text}, reading_{reading}, word_{vocabulary, reading, turn} {}

  void run() {
    for (std::size_t at = 0; at < text_.size();) {
      ++reading_.work;
      const auto byte = static_cast<unsigned char>(text_[at]);
      at = byte < 128 ? ascii(static_cast<char>(byte), at) : beyond_ascii(at);
    }
    word_.flush();
    word_.end_run();
  }

 private:
  [[nodiscard]] bool word_follows(std::size_t at) const noexcept {
    return at < text_.size() && is_word(text_[at]);
  }

  std::size_t ascii(char c, std::size_t at) {
    const std::size_t next = at + 1;
    switch (kAscii[static_cast<std::size_t>(c)]) {
      case Ascii::Letter: word_.letter(c, at, next); break;
      case Ascii::Upper: word_.letter(static_cast<char>(c + ('a' - 'A')), at, next); break;
      case Ascii::Digit: word_.letter(c, at, next); break;
      case Ascii::Leet: leet(c, at); break;
      case Ascii::Apostrophe:
        if (word_.inside() && word_follows(next))
          word_.letter('\'', at, next);
        else
          word_.flush();
        break;
      case Ascii::Dot: return dots(at);
      case Ascii::Stop: stop('.', kStop, at); break;
      case Ascii::Question: stop('?', kQuestion, at); break;
      case Ascii::Comma: stop(',', kComma, at); break;
      case Ascii::Quote: stop('"', kQuote, at); break;
      case Ascii::Between:
      case Ascii::Space: word_.flush(); break;
    }
    return next;
  }

  void leet(char c, std::size_t at) {
    const bool follows =
        word_follows(at + 1) || (at + 1 < text_.size() && text_[at + 1] == c && word_follows(at + 2));
    if (follows && (word_.inside() || c == '$' || c == '@')) return word_.leet(c, at, at + 1);
    if (c == '!') return stop('.', kStop, at);
    if (word_.inside() && c != '|') return word_.leet(c, at, at + 1);
    word_.flush();
  }

  void stop(char mark, std::uint8_t role, std::size_t at) {
    word_.flush();
    word_.mark(mark, role, at, at + 1);
  }

  /// "k.i.l.l" may be one word, "..." is a pause inside a sentence, "." ends it.
  std::size_t dots(std::size_t at) {
    std::size_t next = at;
    while (next < text_.size() && text_[next] == '.') ++next;
    word_.flush();
    if (next - at == 1) word_.mark_between('.', kStop, at, next);
    return next;
  }

  std::size_t beyond_ascii(std::size_t at) {
    const auto [point, end] = next_point(text_, at);
    if (point < 0) return word_.flush(), end;
    const Folded folded = fold(static_cast<char32_t>(point));
    switch (folded.shape) {
      case Shape::Letters:
        for (std::size_t i = 0; i < folded.size; ++i) word_.letter(folded.bytes[i], at, end);
        break;
      case Shape::Nothing: break;
      case Shape::Apostrophe:
        if (word_.inside() && word_follows(end))
          word_.letter('\'', at, end);
        else
          word_.flush();
        break;
      case Shape::Quote:
        word_.flush();
        word_.mark('"', kQuote, at, end);
        break;
      case Shape::Comma:
        word_.flush();
        word_.mark(',', kComma, at, end);
        break;
      case Shape::Stop:
        word_.flush();
        word_.mark('.', kStop, at, end);
        break;
      case Shape::Question:
        word_.flush();
        word_.mark('?', kQuestion, at, end);
        break;
      case Shape::Space: word_.flush(); break;
      case Shape::Symbol: word_.whole(text_.substr(at, end - at), at, end); break;
    }
    return end;
  }

  std::string_view text_;
  Reading& reading_;
  WordReader word_;
};

}  // namespace

void Reading::clear() {
  text.assign(1, ' ');
  tokens.clear();
  work = 0;
}

void Normaliser::read(std::string_view text, std::uint8_t turn, Reading& reading) const {
  if (reading.text.empty()) reading.clear();
  Pass{text, *vocabulary_, reading, turn}.run();
}

}  // namespace holdfast::crisis
