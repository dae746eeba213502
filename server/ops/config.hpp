// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"

namespace holdfast::ops {

enum class Severity : std::uint8_t { Debug, Info, Warning, Error };

/// Everything an operator may set. Names, units, defaults and reasons of the keys stand in config_keys.cpp;
/// the same key is `server.listen` in the file, HOLDFAST_SERVER_LISTEN in the environment and --server-listen
/// as a flag.
struct Config {
  // server
  std::string listen{"127.0.0.1:8440"};
  std::string administration{"127.0.0.1:8441"};
  std::string operator_socket;  // empty: holdfast.sock in the data folder
  std::string address_file;
  std::uint32_t threads{0};
  std::string public_url{"http://127.0.0.1:8440"};
  std::vector<std::string> origins;
  std::string site;
  std::vector<std::string> proxies;
  std::vector<std::string> trusted;
  std::chrono::seconds drain{20};
  std::chrono::seconds reconnect_window{10};
  // tls
  std::string certificate, certificate_key;
  // store
  std::string data{"./data"};
  Secret postgres;          // libpq's connection string; empty: SQLite in the data folder
  bool synchronous{false};  // commits must wait for a standby
  // vault
  std::string key_file;  // empty: holdfast.key in the data folder
  // identity
  std::uint32_t password_threads{1};
  std::uint64_t password_memory{64ULL * 1024 * 1024};
  std::uint32_t password_operations{3};
  // crisis
  std::string lexicon;
  // notify
  Secret heartbeat_url;
  bool private_webhooks{false};
  // limits
  std::uint32_t sign_ins_per_minute{10};
  std::uint32_t arrivals_per_second{20};
  std::uint32_t sessions{20'000};
  // log
  Severity log_level{Severity::Info};

  [[nodiscard]] std::string key_path() const;
  [[nodiscard]] std::string operator_path() const;
  /// Whose pages may open sockets: `origins`, and public_url's own where a site is served.
  [[nodiscard]] std::vector<std::string> allowed_origins() const;
};

/// One thing that is wrong, said so that the operator can go there: "holdfast.toml:12: server.drain: …".
struct ConfigFault {
  std::string where;  // "holdfast.toml:12", "HOLDFAST_SERVER_DRAIN", "--server-drain", or empty for a rule
                      // over several
  std::string key;
  std::string what;
  [[nodiscard]] std::string sentence() const;
};

/// A key as every source knows it.
struct ConfigKey {
  std::string_view name;    // "server.listen"
  std::string_view unit;    // "address:port", "s", "bytes", …
  std::string_view reason;  // what it is for and why this default
  bool secret{false};       // also <ENV>_FILE and never shown
  /// Empty when the text was taken, else what is wrong with it. A list's items are separated by commas.
  std::function<std::string(Config&, std::string_view)> set;
  std::function<std::string(const Config&)> show;

  [[nodiscard]] std::string environment() const;  // "HOLDFAST_SERVER_LISTEN"
  [[nodiscard]] std::string flag() const;         // "--server-listen"
};
[[nodiscard]] std::span<const ConfigKey> config_keys();

/// Where values come from, weakest first: file, environment, flags.
struct ConfigSources {
  std::optional<std::string> file;                                         // path; must exist when given
  std::function<std::optional<std::string>(const std::string&)> variable;  // one environment variable
  std::vector<std::string> variables;                      // names of all, to refuse unknown HOLDFAST_*
  std::vector<std::pair<std::string, std::string>> flags;  // key name → text
};
[[nodiscard]] ConfigSources process_sources();

struct ConfigRead {
  Config config;
  std::vector<ConfigFault> faults;  // all of them, not only the first
};
/// Reads and checks the whole. Cost: start-up only; reads files.
[[nodiscard]] ConfigRead read_config(const ConfigSources& sources);

/// key → (value, line) of a TOML file, flattened. Used by read_config.
struct FileValue {
  std::string key, text;
  std::uint32_t line{0};
};
[[nodiscard]] std::vector<FileValue> read_config_file(const std::string& path,
                                                      std::vector<ConfigFault>& faults);

}  // namespace holdfast::ops
