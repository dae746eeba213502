// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "notify/http/body.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdio>
#include <ctime>

namespace holdfast::notify {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHexDigits[byte >> 4U];
      out += kHexDigits[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string rfc3339(Instant at) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(at));
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), length};
}

std::string_view name_of(domain::Level level) {
  switch (level) {
    case domain::Level::None: return "none";
    case domain::Level::Watch: return "watch";
    case domain::Level::High: return "high";
    case domain::Level::Imminent: return "imminent";
  }
  return "none";
}

}  // namespace

std::string body_of(const Notification& notification) {
  std::string out{"{\"key\":"};
  append_json(out, notification.key);
  out += ",\"level\":";
  append_json(out, name_of(notification.level));
  out += ",\"line\":";
  append_json(out, notification.line);
  out += ",\"link\":";
  append_json(out, notification.link);
  out += ",\"at\":";
  append_json(out, rfc3339(notification.at));
  out += '}';
  return out;
}

std::string signature_of(std::string_view key, Instant now, std::string_view body) {
  const std::string time = std::to_string(micros(now) / 1'000'000);
  const std::string signed_text = time + "." + std::string{body};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  ::HMAC(::EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), digest.data(),
         &length);
  std::string out = "t=" + time + ",v1=";
  for (unsigned i = 0; i < length; ++i) {
    out += kHexDigits[digest.at(i) >> 4U];
    out += kHexDigits[digest.at(i) & 15U];
  }
  return out;
}

}  // namespace holdfast::notify
