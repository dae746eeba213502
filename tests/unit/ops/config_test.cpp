// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "ops/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "support/temp_dir.hpp"

namespace holdfast::ops {
namespace {

class ConfigTest : public ::testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = (dir_.path() / name).string();
    std::ofstream{path} << text;
    return path;
  }

  ConfigRead read(const std::string& file, std::map<std::string, std::string> environment = {},
                  std::vector<std::pair<std::string, std::string>> flags = {}) {
    ConfigSources sources;
    if (!file.empty()) sources.file = write("holdfast.toml", file);
    for (const auto& [name, value] : environment) sources.variables.push_back(name);
    sources.variable = [environment](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional{found->second};
    };
    sources.flags = std::move(flags);
    return read_config(sources);
  }

  std::string only_fault(const ConfigRead& read) {
    EXPECT_EQ(read.faults.size(), 1U);
    return read.faults.empty() ? "" : read.faults.front().sentence();
  }

  tests::TempDir dir_;
};

TEST_F(ConfigTest, defaults_are_whole_and_stay_on_loopback) {
  const ConfigRead got = read("");
  EXPECT_THAT(got.faults, ::testing::IsEmpty());
  EXPECT_THAT(got.config.listen, ::testing::StartsWith("127."));
  EXPECT_THAT(got.config.administration, ::testing::StartsWith("127."));
}

TEST_F(ConfigTest, flags_win_over_the_environment_which_wins_over_the_file) {
  const std::string file = "[server]\nthreads = 1\ndrain = 5\nreconnect_window = 3\n";
  const ConfigRead got =
      read(file, {{"HOLDFAST_SERVER_DRAIN", "6"}, {"HOLDFAST_SERVER_RECONNECT_WINDOW", "4"}},
           {{"server.reconnect_window", "7"}});
  EXPECT_THAT(got.faults, ::testing::IsEmpty());
  EXPECT_EQ(got.config.threads, 1U);
  EXPECT_EQ(got.config.drain.count(), 6);
  EXPECT_EQ(got.config.reconnect_window.count(), 7);
}

TEST_F(ConfigTest, the_pages_of_a_served_site_may_open_sockets_from_its_own_address) {
  Config config;
  config.origins = {"https://elsewhere.example"};
  for (const auto& [address, origin] :
       std::map<std::string, std::string>{{"https://line.example", "https://line.example"},
                                          {"https://line.example/", "https://line.example"},
                                          {"http://127.0.0.1:8440/talk/here", "http://127.0.0.1:8440"}}) {
    config.public_url = address;
    config.site = "";
    EXPECT_THAT(config.allowed_origins(), ::testing::ElementsAre("https://elsewhere.example")) << address;
    config.site = "site";
    EXPECT_THAT(config.allowed_origins(), ::testing::ElementsAre("https://elsewhere.example", origin));
  }
}

TEST_F(ConfigTest, an_unknown_key_is_refused_with_its_line) {
  const std::string fault = only_fault(read("[server]\nthreads = 1\nthread = 2\n"));
  EXPECT_THAT(fault, ::testing::HasSubstr("holdfast.toml:3: server.thread: "));
}

TEST_F(ConfigTest, an_unknown_variable_is_refused_by_name) {
  EXPECT_THAT(only_fault(read("", {{"HOLDFAST_SERVER_THREAD", "2"}, {"HOME", "x"}})),
              ::testing::HasSubstr("HOLDFAST_SERVER_THREAD"));
}

TEST_F(ConfigTest, all_faults_are_told_at_once) {
  const ConfigRead got = read("[server]\nthreads = 999\ndrain = 0\n[log]\nlevel = \"loud\"\n");
  std::vector<std::string> keys;
  for (const ConfigFault& fault : got.faults) keys.push_back(fault.key);
  EXPECT_THAT(keys, ::testing::UnorderedElementsAre("server.threads", "server.drain", "log.level"));
}

struct BadValue {
  const char* file;
  const char* key;
};
class BadValueTest : public ConfigTest, public ::testing::WithParamInterface<BadValue> {};

TEST_P(BadValueTest, is_refused_with_the_name_of_its_key) {
  EXPECT_THAT(only_fault(read(GetParam().file)), ::testing::HasSubstr(GetParam().key));
}

INSTANTIATE_TEST_SUITE_P(
    Values, BadValueTest,
    ::testing::Values(BadValue{"[server]\nlisten = \"127.0.0.1\"\n", "server.listen"},
                      BadValue{"[server]\nlisten = \"127.0.0.1:65536\"\n", "server.listen"},
                      BadValue{"[server]\nlisten = \"0.0.0.0:8440\"\n", "server.listen"},
                      BadValue{"[server]\nthreads = 257\n", "server.threads"},
                      BadValue{"[server]\nthreads = -1\n", "server.threads"},
                      BadValue{"[server]\nthreads = 1.5\n", "server.threads"},
                      BadValue{"[server]\ndrain = 31\n", "server.drain"},
                      BadValue{"[server]\norigins = [\"https://a.example/path\"]\n", "server.origins"},
                      BadValue{"[server]\norigins = [\"*\"]\n", "server.origins"},
                      BadValue{"[notify]\nprivate_webhooks = \"yes\"\n", "notify.private_webhooks"},
                      BadValue{"[tls]\ncertificate = \"/dev/null\"\n", "tls.key"},
                      BadValue{"[crisis]\nlexicon = \"/nowhere/at/all\"\n", "crisis.lexicon"},
                      BadValue{"[notify]\nheartbeat_url = \"ftp://x\"\n", "notify.heartbeat_url"},
                      BadValue{"[store]\ndata = \"\"\n", "store.data"},
                      BadValue{"[server\n", "holdfast.toml:1"}));

TEST_F(ConfigTest, the_edges_of_a_range_are_taken) {
  EXPECT_THAT(read("[server]\nthreads = 256\ndrain = 30\n").faults, ::testing::IsEmpty());
  EXPECT_THAT(read("[server]\nthreads = 0\ndrain = 1\n").faults, ::testing::IsEmpty());
}

TEST_F(ConfigTest, a_public_address_is_taken_behind_a_named_proxy) {
  EXPECT_THAT(read("[server]\nlisten = \"0.0.0.0:8440\"\nproxies = [\"10.0.0.0/8\"]\n").faults,
              ::testing::IsEmpty());
}

TEST_F(ConfigTest, a_secret_comes_from_a_file_and_is_never_shown) {
  const std::string path = write("heartbeat", "https://alive.example/canary-token\n");
  const ConfigRead got = read("", {{"HOLDFAST_NOTIFY_HEARTBEAT_URL_FILE", path}});
  EXPECT_THAT(got.faults, ::testing::IsEmpty());
  EXPECT_EQ(got.config.heartbeat_url.reveal(), "https://alive.example/canary-token");
  for (const ConfigKey& key : config_keys())
    EXPECT_THAT(key.show(got.config), ::testing::Not(::testing::HasSubstr("canary")));
}

TEST_F(ConfigTest, a_secret_file_that_is_missing_is_named) {
  EXPECT_THAT(only_fault(read("", {{"HOLDFAST_NOTIFY_HEARTBEAT_URL_FILE", "/nowhere/at/all"}})),
              ::testing::HasSubstr("HOLDFAST_NOTIFY_HEARTBEAT_URL_FILE: notify.heartbeat_url"));
}

TEST_F(ConfigTest, every_key_shows_what_it_would_read_back) {
  const Config defaults;
  for (const ConfigKey& key : config_keys()) {
    Config again;
    EXPECT_EQ(key.set(again, key.show(defaults)), "") << key.name;
    EXPECT_EQ(key.show(again), key.show(defaults)) << key.name;
    EXPECT_FALSE(key.unit.empty() || key.reason.empty()) << key.name;
  }
}

}  // namespace
}  // namespace holdfast::ops
