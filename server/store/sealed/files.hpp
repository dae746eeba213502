// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "domain/ids.hpp"

/// The files beside the database.
namespace holdfast::store {

/// An open file, closed with the object; -1: none.
class File {
 public:
  explicit File(int fd = -1) : fd_{fd} {}
  ~File();
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

/// Holds `<database>.lock` while it lives, so that no second process opens the database. Errors: Busy.
[[nodiscard]] Result<File> lock_database(const std::string& database, std::string& why);

/// All or nothing; false with errno set.
[[nodiscard]] bool write_all(int fd, std::string_view bytes);
enum class Durable { No, Yes };
/// Replaces a file whole. False when it could not be written; the old one stands then.
[[nodiscard]] bool replace_file(const std::string& path, std::string_view text, Durable durable);
[[nodiscard]] bool sync_folder_of(const std::string& path);
[[nodiscard]] std::optional<std::string> read_file(const std::string& path, std::size_t most);

/// `<database>.epoch`: what was acknowledged from this place. A database that knows less than its marker was
/// put back.
struct Marker {
  std::uint64_t store{0};  // random, of the database
  std::uint64_t epoch{0};
  std::int64_t commit{0};  // a commit_log id that was durable
  friend bool operator==(const Marker&, const Marker&) = default;
};
[[nodiscard]] std::optional<Marker> read_marker(const std::string& database);
[[nodiscard]] bool write_marker(const std::string& database, const Marker& marker, Durable durable);

}  // namespace holdfast::store
