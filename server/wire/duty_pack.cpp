// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/duty_pack.hpp"

#include "domain/limits.hpp"
#include "holdfast/internal/v1/row.pb.h"
#include "wire/duty_pack_pb.hpp"
#include "wire/encode.hpp"
#include "wire/json.hpp"

namespace holdfast::wire {

Result<domain::DutyPack> duty_pack_from_json(std::string_view json, std::string& why) {
  if (json.size() > limits::kHttpBody) {
    why = "A duty pack is at most " + std::to_string(limits::kHttpBody) + " bytes.";
    return refuse(Code::Invalid);
  }
  JsonOutline outline;
  if (!outline_json(json, outline)) {
    why = "This is not one JSON object in UTF-8, at most " + std::to_string(limits::kJsonDepth) + " deep.";
    return refuse(Code::Invalid);
  }
  v1::DutyPack wire;
  if (const auto read = json_to_message(json, wire, why); !read) return read.error();
  return read(wire, why);
}

std::string duty_pack_to_json(const domain::DutyPack& pack) {
  v1::DutyPack wire;
  write(pack, wire);
  return message_to_json(wire);
}

std::string encode_duty_pack(const domain::DutyPack& pack) {
  internal::v1::DutyPackRow row;
  write(pack, *row.mutable_duty_pack());
  return row.SerializeAsString();
}

Result<domain::DutyPack> decode_duty_pack(std::string_view bytes) {
  internal::v1::DutyPackRow row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return refuse(Code::Internal);
  std::string why;
  auto pack = read(row.duty_pack(), why);
  if (!pack) return refuse(Code::Internal);
  return pack;
}

}  // namespace holdfast::wire
