// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "ops/config.hpp"

namespace holdfast::ops {

namespace {

using Set = std::function<std::string(Config&, std::string_view)>;
using Show = std::function<std::string(const Config&)>;

ConfigKey text(std::string_view name, std::string_view unit, std::string Config::*field,
               std::string_view reason) {
  return {name,
          unit,
          reason,
          false,
          [field](Config& c, std::string_view value) {
            c.*field = value;
            return std::string{};
          },
          [field](const Config& c) { return c.*field; }};
}

ConfigKey truth(std::string_view name, bool Config::*field, std::string_view reason) {
  return {name,
          "true or false",
          reason,
          false,
          [field](Config& c, std::string_view value) -> std::string {
            if (value != "true" && value != "false") return "must be true or false";
            c.*field = value == "true";
            return {};
          },
          [field](const Config& c) { return c.*field ? std::string{"true"} : std::string{"false"}; }};
}

template <class T>
std::string read_number(std::string_view value, T least, T most, T& out) {
  T number{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || number < least || number > most) {
    return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  }
  out = number;
  return {};
}

template <class T>
ConfigKey number(std::string_view name, std::string_view unit, T Config::*field, T least, T most,
                 std::string_view reason) {
  return {name,
          unit,
          reason,
          false,
          [=](Config& c, std::string_view value) { return read_number(value, least, most, c.*field); },
          [field](const Config& c) { return std::to_string(c.*field); }};
}

ConfigKey seconds(std::string_view name, std::chrono::seconds Config::*field, std::int64_t least,
                  std::int64_t most, std::string_view reason) {
  return {name,
          "s",
          reason,
          false,
          [=](Config& c, std::string_view value) {
            std::int64_t count = 0;
            std::string wrong = read_number(value, least, most, count);
            if (wrong.empty()) c.*field = std::chrono::seconds{count};
            return wrong;
          },
          [field](const Config& c) { return std::to_string((c.*field).count()); }};
}

std::vector<std::string> split(std::string_view value) {
  std::vector<std::string> items;
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    if (comma > 0) items.emplace_back(value.substr(0, comma));
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return items;
}

std::string joined(const std::vector<std::string>& items) {
  std::string all;
  for (const std::string& item : items) all += (all.empty() ? "" : ",") + item;
  return all;
}

ConfigKey texts(std::string_view name, std::string_view unit, std::vector<std::string> Config::*field,
                std::string_view reason) {
  return {name,
          unit,
          reason,
          false,
          [field](Config& c, std::string_view value) {
            c.*field = split(value);
            return std::string{};
          },
          [field](const Config& c) { return joined(c.*field); }};
}

std::string set_origins(Config& c, std::string_view value) {
  c.origins = split(value);
  const bool whole = std::all_of(c.origins.begin(), c.origins.end(), [](const std::string& origin) {
    const std::size_t scheme = origin.find("://");
    return scheme != std::string::npos && origin.find('/', scheme + 3) == std::string::npos &&
           origin.find('*') == std::string::npos;
  });
  return whole ? "" : "each must be scheme://host[:port] exactly as a browser sends it, without a path or *";
}

std::string show_origins(const Config& c) {
  return joined(c.origins);
}

constexpr std::array<std::pair<std::string_view, Severity>, 4> kSeverities{{{"debug", Severity::Debug},
                                                                            {"info", Severity::Info},
                                                                            {"warning", Severity::Warning},
                                                                            {"error", Severity::Error}}};

std::string set_level(Config& c, std::string_view value) {
  for (const auto& [name, severity] : kSeverities) {
    if (name != value) continue;
    c.log_level = severity;
    return {};
  }
  return "must be debug, info, warning or error";
}

std::string show_level(const Config& c) {
  return std::string{kSeverities.at(static_cast<std::size_t>(c.log_level)).first};
}

std::string set_postgres(Config& c, std::string_view value) {
  c.postgres = Secret{value};
  const bool named = value.empty() || value.starts_with("postgres://") ||
                     value.starts_with("postgresql://") || value.find('=') != std::string_view::npos;
  return named ? "" : "must be postgresql://… or host=… dbname=… as libpq takes it";
}

std::string set_heartbeat(Config& c, std::string_view value) {
  c.heartbeat_url = Secret{value};
  const bool web = value.empty() || value.starts_with("https://") || value.starts_with("http://");
  return web ? "" : "must be an http or https address";
}

std::vector<ConfigKey> make_keys() {
  return {
      text("server.listen", "address:port", &Config::listen,
           "where people's apps connect; loopback until TLS or a proxy is named"),
      text("server.administration", "address:port", &Config::administration,
           "health and metrics; never exposed to the public"),
      text("server.operator_socket", "path", &Config::operator_socket,
           "Unix socket of `holdfast admin`; its file mode is the permission"),
      text("server.address_file", "path", &Config::address_file,
           "the addresses in use are written here once all doors are open; for port 0"),
      number<std::uint32_t>("server.threads", "threads", &Config::threads, 0, 256,
                            "reactors; 0 is one a core, where a session lives for its whole life"),
      text("server.public_url", "address", &Config::public_url, "stands in links that leave this server"),
      {"server.origins", "origins",
       "web pages that may open sockets, compared exactly; none: no browser but this site", false,
       set_origins, show_origins},
      text("server.site", "path", &Config::site, "folder of the web apps; empty serves none"),
      texts("server.proxies", "addresses or ranges", &Config::proxies,
            "these end TLS, must send PROXY protocol v2, and are believed; without one plain sockets stay on "
            "loopback"),
      texts("server.trusted", "addresses or ranges", &Config::trusted,
            "clinics and shelters: many people behind one address are not taken for an attack"),
      seconds("server.drain", &Config::drain, 1, 30,
              "after SIGTERM sessions are closed by then; exit within 30 s"),
      seconds("server.reconnect_window", &Config::reconnect_window, 0, 120,
              "leaving clients come back spread over this, so that they do not arrive as one crowd"),
      text("tls.certificate", "path", &Config::certificate, "PEM chain; read again on SIGHUP"),
      text("tls.key", "path", &Config::certificate_key, "PEM key; read again on SIGHUP"),
      text("store.data", "path", &Config::data,
           "folder of the SQLite database and its files, of the keys and of the operator's socket"),
      {"store.postgres", "connection string",
       "the database many nodes share, several hosts allowed; empty keeps all in one SQLite file", true,
       set_postgres,
       [](const Config& c) { return c.postgres.empty() ? std::string{} : std::string{"(set)"}; }},
      truth("store.synchronous", &Config::synchronous,
            "not ready while PostgreSQL acknowledges commits that no standby has"),
      text("vault.key_file", "path", &Config::key_file,
           "the installation's keys; losing it is losing everything, so keep a copy apart from the backups"),
      number<std::uint32_t>("identity.password_threads", "threads", &Config::password_threads, 1, 16,
                            "Argon2id runs here, never on a reactor; one serves about 10 sign-ins a second"),
      number<std::uint64_t>("identity.password_memory", "bytes", &Config::password_memory, 8ULL * 1024 * 1024,
                            1024ULL * 1024 * 1024,
                            "Argon2id memory a password; 64 MiB resists graphics cards"),
      number<std::uint32_t>("identity.password_operations", "passes", &Config::password_operations, 1, 10,
                            "Argon2id passes; 3 is libsodium's moderate"),
      text("crisis.lexicon", "path", &Config::lexicon,
           "detector's words; empty takes the ones that were installed"),
      {"notify.heartbeat_url", "address",
       "asked every 60 s while all is well; its silence is the alarm (P13)", true, set_heartbeat,
       [](const Config& c) { return c.heartbeat_url.empty() ? std::string{} : std::string{"(set)"}; }},
      truth(
          "notify.private_webhooks", &Config::private_webhooks,
          "webhooks may go to loopback and private addresses; off, so that a duty pack cannot reach inside"),
      number<std::uint32_t>(
          "limits.sign_ins_per_minute", "attempts/min", &Config::sign_ins_per_minute, 1, 600,
          "for one login of one organisation; ten is patient with people and hopeless for guessing"),
      number<std::uint32_t>(
          "limits.arrivals_per_second", "arrivals/s", &Config::arrivals_per_second, 1, 10'000,
          "new seekers and recoveries of one organisation; above it people get the numbers at once"),
      number<std::uint32_t>("limits.sessions", "sessions", &Config::sessions, 1, 1'000'000,
                            "sockets at once; about 8 KiB each plain and 24 KiB with TLS"),
      {"log.level", "debug, info, warning or error", "least severity written", false, set_level, show_level},
  };
}

std::string shouted(std::string_view name) {
  std::string out{"HOLDFAST_"};
  for (const char c : name) out += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return out;
}

}  // namespace

std::span<const ConfigKey> config_keys() {
  static const std::vector<ConfigKey> keys = make_keys();
  return keys;
}

std::string ConfigKey::environment() const {
  return shouted(name);
}

std::string ConfigKey::flag() const {
  std::string out{"--"};
  for (const char c : name) out += c == '.' || c == '_' ? '-' : c;
  return out;
}

}  // namespace holdfast::ops
