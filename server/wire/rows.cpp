// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/internal/v1/row.pb.h"
#include "wire/encode.hpp"
#include "wire/read_records.hpp"
#include "wire/write_records.hpp"

namespace holdfast::wire {
namespace {

/// Bytes that this server or an older one wrote: unreadable means damaged, or written by a newer one.
template <class Row, class Read>
auto read_row(std::string_view bytes, Read read_value)
    -> Result<decltype(read_value(Row{}, std::declval<Checks&>()))> {
  Row row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return refuse(Code::Internal);
  Checks checks;
  auto value = read_value(row, checks);
  if (checks.refused()) return refuse(Code::Internal);
  return value;
}

}  // namespace

std::string encode_content(const domain::Content& content) {
  internal::v1::ContentRow row;
  write(content, *row.mutable_content());
  return row.SerializeAsString();
}

Result<domain::Content> decode_content(std::string_view bytes) {
  return read_row<internal::v1::ContentRow>(
      bytes, [](const internal::v1::ContentRow& row, Checks& checks) { return read(row.content(), checks); });
}

std::string encode_verdict(const domain::Verdict& verdict) {
  internal::v1::VerdictRow row;
  write(verdict, *row.mutable_verdict());
  return row.SerializeAsString();
}

Result<domain::Verdict> decode_verdict(std::string_view bytes) {
  return read_row<internal::v1::VerdictRow>(
      bytes, [](const internal::v1::VerdictRow& row, Checks& checks) { return read(row.verdict(), checks); });
}

}  // namespace holdfast::wire
