// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/temp_dir.hpp"

struct pg_conn;

namespace holdfast::tests {

/// A PostgreSQL server of the test's own: a fresh cluster in a temporary folder on a free port of loopback,
/// ended with the object, or by the kernel if the test dies first. Run as the user postgres when the test is
/// root, which PostgreSQL refuses.
class RealPostgres {
 public:
  /// As tests want it, where nothing survives the machine anyway, or as one that is measured.
  enum class Kind { Quick, Durable };
  explicit RealPostgres(Kind kind = Kind::Quick);
  /// A standby that streams from another, which may be read.
  struct StandbyOf {
    const RealPostgres& primary;
  };
  explicit RealPostgres(StandbyOf of);
  ~RealPostgres();
  RealPostgres(const RealPostgres&) = delete;
  RealPostgres& operator=(const RealPostgres&) = delete;

  /// The one of this process; most tests share it, each with a database of its own.
  [[nodiscard]] static RealPostgres& shared();

  // The role postgres needs no password, the role locked has "secret".

  /// Makes an empty database. Gives its name.
  [[nodiscard]] std::string fresh_database();
  [[nodiscard]] std::string conninfo(const std::string& database) const;
  [[nodiscard]] int port() const { return port_; }
  /// Runs statements as the superuser; the first column of the last row, or nothing. Throws when it fails.
  std::string run(const std::string& database, const std::string& sql) const;

  /// A session that stays: what it locks is held until it says otherwise or goes.
  class Session {
   public:
    Session(const RealPostgres& server, const std::string& database);
    /// As RealPostgres::run.
    std::string run(const std::string& sql);

   private:
    std::unique_ptr<pg_conn, void (*)(pg_conn*)> db_;
  };

  enum class Stop { Fast, Immediate };
  void stop(Stop how);
  void start();
  /// The bytes of every file that holds the database, and of the log that is written ahead.
  [[nodiscard]] std::string bytes_of(const std::string& database) const;

 private:
  void make_folder() const;
  void make_data(const std::vector<std::string>& words) const;
  void wait_until_ready() const;

  Kind kind_;
  TempDir dir_;
  std::filesystem::path data_;
  int port_{0};
  pid_t pid_{-1};
};

}  // namespace holdfast::tests
