// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/values.hpp"

#include <libpq-fe.h>

#include <algorithm>

namespace holdfast::store::postgres {

namespace {

template <class T>
void append_big_endian(std::string& out, T value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((value >> shift) & 0xFFU));
}

}  // namespace

std::string Array::bytes() const {
  std::string out;
  out.reserve(20 + elements_.size());
  append_big_endian<std::uint32_t>(out, count_ == 0 ? 0 : 1);  // dimensions
  append_big_endian<std::uint32_t>(out, has_null_ ? 1 : 0);
  append_big_endian(out, type_);
  if (count_ == 0) return out;
  append_big_endian(out, count_);
  append_big_endian<std::uint32_t>(out, 1);  // the first index
  return out + elements_;
}

void Array::add_bytes(std::string_view value) {
  ++count_;
  append_big_endian(elements_, static_cast<std::uint32_t>(value.size()));
  elements_.append(value);
}

void Array::add_null() {
  ++count_;
  has_null_ = true;
  append_big_endian<std::uint32_t>(elements_, 0xFFFFFFFFU);
}

void Numbers::add_number(std::int64_t value) {
  std::string bytes;
  append_big_endian(bytes, static_cast<std::uint64_t>(value));
  add_bytes(bytes);
}

void Rows::Clear::operator()(pg_result* result) const {
  PQclear(result);
}

bool Rows::row() {
  return ++row_ < PQntuples(result_.get());
}

std::int64_t Rows::integer(int at) const {
  const std::string_view bytes = view(at);
  if (bytes.empty()) return 0;
  std::uint64_t value = static_cast<signed char>(bytes.front()) < 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) value = (value << 8U) | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(value);
}

std::string_view Rows::view(int at) const {
  return {PQgetvalue(result_.get(), row_, at),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, at))};
}

bool Rows::null(int at) const {
  return PQgetisnull(result_.get(), row_, at) != 0;
}

void Rows::get(int at, ClientMessageId& value) {
  const std::string_view bytes = view(at);
  std::copy_n(bytes.begin(), std::min(bytes.size(), value.bytes.size()), value.bytes.begin());
}

}  // namespace holdfast::store::postgres
