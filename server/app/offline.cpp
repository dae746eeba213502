// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/offline.hpp"

#include <filesystem>
#include <iostream>
#include <optional>

#include "app/parts.hpp"
#include "base/random.hpp"
#include "io/reactor.hpp"

namespace holdfast::app {

namespace {

int fails(const std::string& why) {
  std::cerr << "holdfast: " << why << '\n';
  return 1;
}

/// Nobody listens while the server is down.
class NobodyHears final : public store::EventSink {
 public:
  void publish(std::shared_ptr<const store::EventBatch>) override {}
};

io::Task<void> verify_then_stop(api::Installation& installation,
                                std::optional<api::Installation::Outcome>& found) {
  found = co_await installation.verify();
  io::Reactor::current()->stop();
}

}  // namespace

int init_installation(const ops::Config& config) {
  std::error_code failed;
  std::filesystem::create_directories(config.data, failed);
  if (!failed) std::filesystem::permissions(config.data, std::filesystem::perms::owner_all, failed);
  if (failed) return fails(config.data + ": " + failed.message());
  std::string why;
  if (!vault::Keyring::create(config.key_path(), why)) return fails(why);
  std::cout << "made " << config.key_path() << "; keep a copy apart from the backups\n";
  return 0;
}

int show_webhook_key(const ops::Config& config) {
  std::string why;
  const auto keyring = vault::Keyring::load(config.key_path(), why);
  if (!keyring) return fails(why);
  std::cout << R"({"webhook_key":")";
  for (const char c : (*keyring)->derived_key("webhook")) {
    const auto byte = static_cast<unsigned char>(c);
    std::cout << "0123456789abcdef"[byte >> 4U] << "0123456789abcdef"[byte & 15U];
  }
  std::cout << "\"}\n";
  return 0;
}

int verify_offline(const ops::Config& config) {
  std::string why;
  const auto keyring = vault::Keyring::load(config.key_path(), why);
  if (!keyring) return fails(why);
  const SystemClock clock;
  NoObserver observer;
  NobodyHears sink;
  io::Reactor reactor{0, observer};  // outlives the store
  const auto storage = open_storage(config, {*keyring, clock, observer, sink, fresh_id<NodeId>()}, why);
  if (!storage) return fails(why);

  std::optional<api::Installation::Outcome> found;
  io::spawn(reactor, verify_then_stop(*storage->installation, found));
  reactor.run();
  if (!found || !found->result) return fails(found ? found->said : "the store could not be read");
  std::cout << found->said << '\n';
  return 0;
}

int restore_offline(const ops::Config& config, const std::string& backup) {
  std::string why;
  const auto keyring = vault::Keyring::load(config.key_path(), why);
  if (!keyring) return fails(why);
  const SystemClock clock;
  const auto epoch = restore_storage(config, *keyring, clock, backup, why);
  if (!epoch) return fails(why);
  std::cout << "restored; clients will learn that the store is in epoch " << epoch->get() << '\n';
  return 0;
}

}  // namespace holdfast::app
