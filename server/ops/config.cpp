// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "ops/config.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include <unistd.h>

namespace holdfast::ops {

namespace {

constexpr std::string_view kPrefix = "HOLDFAST_";
constexpr std::size_t kSecretFile = 64 * 1024;  // a secret is short; a wrong path must not fill memory

class Reading {
 public:
  explicit Reading(const ConfigSources& sources) : sources_{sources} {}

  ConfigRead finish() {
    from_file();
    from_environment();
    for (const auto& [key, value] : sources_.flags) take(key, value, "--" + key);
    check();
    return std::move(out_);
  }

 private:
  static const ConfigKey* find(std::string_view name) {
    const auto keys = config_keys();
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&](const ConfigKey& key) { return key.name == name; });
    return found == keys.end() ? nullptr : &*found;
  }

  void fault(std::string where, std::string_view key, std::string what) {
    out_.faults.push_back({std::move(where), std::string{key}, std::move(what)});
  }

  void take(std::string_view name, std::string_view value, std::string where) {
    const ConfigKey* key = find(name);
    if (key == nullptr) return fault(std::move(where), name, "is not a key of Holdfast");
    std::string wrong = key->set(out_.config, value);
    if (!wrong.empty()) return fault(std::move(where), name, std::move(wrong));
    places_[std::string{name}] = std::move(where);
  }

  void from_file() {
    if (!sources_.file) return;
    for (const FileValue& value : read_config_file(*sources_.file, out_.faults)) {
      take(value.key, value.text, *sources_.file + ":" + std::to_string(value.line));
    }
  }

  void from_environment() {
    for (const std::string& variable : sources_.variables) {
      if (!variable.starts_with(kPrefix)) continue;
      const auto keys = config_keys();
      const bool known = std::any_of(keys.begin(), keys.end(), [&](const ConfigKey& key) {
        return key.environment() == variable || (key.secret && key.environment() + "_FILE" == variable);
      });
      if (!known) fault(variable, "", "is not a variable of Holdfast");
    }
    for (const ConfigKey& key : config_keys()) from_variable(key);
  }

  void from_variable(const ConfigKey& key) {
    const std::string variable = key.environment();
    if (const auto value = sources_.variable(variable)) take(key.name, *value, variable);
    if (!key.secret) return;
    const auto path = sources_.variable(variable + "_FILE");
    if (!path) return;
    std::ifstream file{*path, std::ios::binary};
    if (!file) return fault(variable + "_FILE", key.name, "names a file that cannot be read");
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (text.size() > kSecretFile) return fault(variable + "_FILE", key.name, "names a file over 64 KiB");
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    take(key.name, text, variable + "_FILE");
  }

  std::string place_of(const std::string& key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? std::string{"default"} : found->second;
  }

  void check();

  const ConfigSources& sources_;
  ConfigRead out_;
  std::map<std::string, std::string> places_;
};

struct HostPort {
  std::string host;
  int port{-1};
};

HostPort split_address(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) return {};
  const std::string digits = address.substr(colon + 1);
  const bool number = digits.size() <= 5 &&
                      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const int port = number ? std::atoi(digits.c_str()) : -1;
  return {address.substr(0, colon), port > 65'535 ? -1 : port};
}

bool loopback(const std::string& host) {
  return host.starts_with("127.") || host == "[::1]";
}

bool readable(const std::string& path) {
  return ::access(path.c_str(), R_OK) == 0;
}

void Reading::check() {
  const Config& c = out_.config;
  for (const auto& [key, address] :
       {std::pair{"server.listen", c.listen}, std::pair{"server.administration", c.administration}}) {
    if (split_address(address).port < 0)
      fault(place_of(key), key, "must be address:port, as 127.0.0.1:8440 or [::1]:8440");
  }
  if (c.certificate.empty() != c.certificate_key.empty()) {
    const char* missing = c.certificate.empty() ? "tls.certificate" : "tls.key";
    fault(place_of(missing), missing, "must be set together with the other of tls.certificate and tls.key");
  }
  const HostPort listen = split_address(c.listen);
  if (listen.port >= 0 && c.certificate.empty() && c.proxies.empty() && !loopback(listen.host)) {
    fault(place_of("server.listen"), "server.listen",
          "is not loopback: set tls.certificate and tls.key, or server.proxies if one of them ends TLS");
  }
  if (c.data.empty()) fault(place_of("store.data"), "store.data", "must name a folder");
  for (const auto& [key, path] :
       {std::pair{"tls.certificate", c.certificate}, std::pair{"tls.key", c.certificate_key},
        std::pair{"crisis.lexicon", c.lexicon}, std::pair{"server.site", c.site}}) {
    if (!path.empty() && !readable(path)) fault(place_of(key), key, "names something that cannot be read");
  }
  if (c.operator_path().size() > 100) {  // sun_path holds 108 bytes
    fault(place_of("server.operator_socket"), "server.operator_socket",
          "is longer than the 100 bytes of a socket's path");
  }
}

}  // namespace

std::string Config::key_path() const {
  return key_file.empty() ? data + "/holdfast.key" : key_file;
}

std::string Config::operator_path() const {
  return operator_socket.empty() ? data + "/holdfast.sock" : operator_socket;
}

std::vector<std::string> Config::allowed_origins() const {
  std::vector<std::string> allowed = origins;
  const std::size_t scheme = public_url.find("://");
  if (!site.empty() && scheme != std::string::npos) {
    allowed.push_back(public_url.substr(0, public_url.find('/', scheme + 3)));
  }
  return allowed;
}

std::string ConfigFault::sentence() const {
  std::string out = where;
  if (!key.empty()) out += (out.empty() ? "" : ": ") + key;
  return out + ": " + what;
}

ConfigSources process_sources() {
  ConfigSources sources;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    sources.variables.emplace_back(text.substr(0, text.find('=')));
  }
  sources.variable = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>{value};
  };
  return sources;
}

ConfigRead read_config(const ConfigSources& sources) {
  return Reading{sources}.finish();
}

}  // namespace holdfast::ops
