// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/json.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <limits>
#include <stdexcept>

#include "domain/limits.hpp"

namespace holdfast::wire {
namespace {

namespace json = boost::json;

/// Sees every part of the text once and keeps only the top level's names and id.
class Outliner {
 public:
  // Bounded by the frame already; these are the parser's own.
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  explicit Outliner(JsonOutline& outline) : outline_{outline} {}
  [[nodiscard]] bool is_object() const noexcept { return is_object_; }

  using Ec = json::error_code;
  bool on_document_begin(Ec&) { return true; }
  bool on_document_end(Ec&) { return true; }
  bool on_object_begin(Ec&) {
    if (depth_ == 0) is_object_ = true;
    ++depth_;
    return true;
  }
  bool on_object_end(std::size_t, Ec&) { return leave(); }
  bool on_array_begin(Ec&) {
    ++depth_;
    return true;
  }
  bool on_array_end(std::size_t, Ec&) { return leave(); }
  bool on_key_part(json::string_view part, std::size_t, Ec&) {
    if (depth_ == 1) append(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, Ec&) {
    if (depth_ != 1) return true;
    append(part);
    at_id_ = part_ == "id";
    if (outline_.names.size() < kNames) outline_.names.push_back(part_);
    part_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, Ec&) {
    if (depth_ == 1) append(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, Ec&) {
    if (depth_ != 1) return true;
    append(part);
    if (at_id_) read_id();
    part_.clear();
    return true;
  }
  bool on_number_part(json::string_view, Ec&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, Ec&) {
    if (depth_ == 1 && at_id_ && number > 0) outline_.id = static_cast<std::uint64_t>(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, Ec&) {
    if (depth_ == 1 && at_id_) outline_.id = number;
    return true;
  }
  bool on_double(double, json::string_view, Ec&) { return true; }
  bool on_bool(bool, Ec&) { return true; }
  bool on_null(Ec&) { return true; }
  bool on_comment_part(json::string_view, Ec&) { return true; }
  bool on_comment(json::string_view, Ec&) { return true; }

 private:
  static constexpr std::size_t kNames = 8;
  static constexpr std::size_t kPart = 64;  // longer than any name or id of ours

  bool leave() {
    --depth_;
    return true;
  }
  void append(json::string_view part) {
    part_.append(part.data(), std::min(part.size(), kPart - std::min(kPart, part_.size())));
  }
  void read_id() {
    std::uint64_t id = 0;
    const char* const end = part_.data() + part_.size();
    const auto [stop, error] = std::from_chars(part_.data(), end, id);
    if (error == std::errc{} && stop == end) outline_.id = id;
  }

  JsonOutline& outline_;
  std::string part_;
  std::size_t depth_{0};
  bool is_object_{false};
  bool at_id_{false};
};

}  // namespace

Result<void> outline_json(std::string_view text, JsonOutline& outline) {
  json::parse_options options;
  options.max_depth = limits::kJsonDepth;
  json::basic_parser<Outliner> parser{options, outline};
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (error == json::error::too_deep) return refuse(Code::TooLarge);
  if (error || read != text.size() || !parser.handler().is_object()) return refuse(Code::Malformed);
  return {};
}

Result<void> json_to_message(std::string_view text, google::protobuf::Message& message, std::string& why) {
  const auto status = google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &message);
  if (status.ok()) return {};
  why = std::string{status.message()};
  return refuse(Code::Invalid);
}

std::string message_to_json(const google::protobuf::Message& message) {
  std::string out;
  const auto status = google::protobuf::util::MessageToJsonString(message, &out);
  // Only invalid UTF-8 in a string could fail, and decode lets none in.
  if (!status.ok()) throw std::logic_error{"a message of ours has no JSON"};
  return out;
}

}  // namespace holdfast::wire
