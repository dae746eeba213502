// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/decode.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <stdexcept>

#include "domain/limits.hpp"
#include "wire/checks.hpp"
#include "wire/json.hpp"
#include "wire/read_request.hpp"
#include "wire/scratch.hpp"

namespace holdfast::wire {
namespace {

using google::protobuf::internal::WireFormatLite;

/// protobuf writes a line to stderr for every string that is not UTF-8: any client could flood the log and
/// block a reactor. The refusal is counted by its code instead. Set before main, once, for the process.
[[maybe_unused]] const auto kQuiet = google::protobuf::SetLogHandler(nullptr);

Scratch& scratch() {
  static thread_local Scratch here;
  return here;
}

/// The id of bytes that are not a whole frame, as far as the top level can be walked.
std::uint64_t peek_id(std::string_view bytes) {
  google::protobuf::io::CodedInputStream input{reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                               static_cast<int>(std::min(bytes.size(), limits::kFrame))};
  constexpr auto kIdTag = static_cast<std::uint32_t>(
      WireFormatLite::MakeTag(v1::ClientFrame::kIdFieldNumber, WireFormatLite::WIRETYPE_VARINT));
  std::uint64_t id = 0;
  while (const std::uint32_t tag = input.ReadTag()) {
    if (tag == kIdTag) {
      std::uint64_t value = 0;
      if (!input.ReadVarint64(&value)) break;
      id = value;
    } else if (!WireFormatLite::SkipField(&input, tag)) {
      break;
    }
  }
  return id;
}

std::optional<BadFrame> parse_protobuf(std::string_view bytes, v1::ClientFrame& frame) {
  if (!frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return BadFrame{peek_id(bytes), refuse(Code::Malformed)};
  }
  if (frame.body_case() == v1::ClientFrame::BODY_NOT_SET &&
      !frame.GetReflection()->GetUnknownFields(frame).empty()) {
    return BadFrame{frame.id(), refuse(Code::Unsupported)};
  }
  return std::nullopt;
}

bool is_known(const std::string& name) {
  const auto* const descriptor = v1::ClientFrame::descriptor();
  return descriptor->FindFieldByCamelcaseName(name) != nullptr ||
         descriptor->FindFieldByName(name) != nullptr;
}

std::optional<BadFrame> parse_json(std::string_view bytes, v1::ClientFrame& frame) {
  JsonOutline outline;
  if (const auto outlined = outline_json(bytes, outline); !outlined) {
    return BadFrame{outline.id, outlined.error()};
  }
  if (!std::ranges::all_of(outline.names, is_known)) return BadFrame{outline.id, refuse(Code::Unsupported)};
  std::string why;
  if (const auto read = json_to_message(bytes, frame, why); !read) return BadFrame{outline.id, read.error()};
  return std::nullopt;
}

/// What may be said before sign-in, and only then.
std::optional<Code> refuse_at(Stage stage, const v1::ClientFrame& frame) {
  switch (stage) {
    case Stage::BeforeSignIn:
      if (!frame.has_hello()) return Code::Unauthenticated;
      break;
    case Stage::SignedIn:
      if (frame.has_hello()) return Code::Invalid;
      break;
  }
  return std::nullopt;
}

}  // namespace

void throw_exception_from_error(const BadFrame& bad, const boost::source_location&) {
  throw std::logic_error{std::string{"unchecked bad frame: "}.append(name_of(bad.error.code))};
}

boost::system::result<domain::ClientRequest, BadFrame> decode(Subprotocol subprotocol, std::string_view bytes,
                                                              Stage stage) {
  const bool binary = subprotocol == Subprotocol::Protobuf;
  if (stage == Stage::BeforeSignIn && bytes.size() > limits::kHello) {
    return BadFrame{binary ? peek_id(bytes) : 0, refuse(Code::Unauthenticated)};
  }
  if (bytes.size() > limits::kFrame) return BadFrame{binary ? peek_id(bytes) : 0, refuse(Code::TooLarge)};

  const Scratch::Lease<v1::ClientFrame> frame{scratch()};
  if (auto bad = binary ? parse_protobuf(bytes, *frame) : parse_json(bytes, *frame)) {
    const bool unknown_kind = bad->error.code == Code::Unsupported;
    if (stage == Stage::BeforeSignIn && unknown_kind) bad->error = refuse(Code::Unauthenticated);
    return *bad;
  }
  if (const auto code = refuse_at(stage, *frame)) return BadFrame{frame->id(), refuse(*code)};
  if (frame->id() == 0 || frame->body_case() == v1::ClientFrame::BODY_NOT_SET) {
    return BadFrame{frame->id(), refuse(Code::Invalid)};
  }
  Checks checks;
  domain::ClientRequest request{frame->id(), read_request(*frame, checks)};
  if (const auto code = checks.refused()) return BadFrame{request.id, refuse(*code)};
  return request;
}

}  // namespace holdfast::wire
