// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/app.hpp"

#include <thread>

#include "app/rooms.hpp"
#include "base/random.hpp"
#include "service/stories.hpp"

namespace holdfast::app {

namespace {

/// Someone on the staff has gone: what they had acknowledged is armed again (P6).
io::Task<void> tell_gone(service::Context& context, OrganisationId organisation, PersonId person) {
  // A refusal means the store is away: the escalation's own clock, which is durable, catches it.
  static_cast<void>(co_await service::person_gone(context, organisation, person));
}

}  // namespace

App::App(const ops::Config& config) : config_{config}, rooms_{std::make_unique<Rooms>(config)} {}

App::~App() = default;

std::unique_ptr<App> App::start(const ops::Config& config, std::string& why) {
  std::unique_ptr<App> app{new App{config}};
  if (!app->build(why)) return nullptr;
  app->join_parts();
  if (app->open_doors(why)) return app;
  app->rooms_->reactors->stop_and_join();  // before what runs on them is destroyed
  return nullptr;
}

bool App::build(std::string& why) {
  Rooms& r = *rooms_;
  const std::size_t threads =
      config_.threads > 0 ? config_.threads : std::max(1U, std::thread::hardware_concurrency());
  r.reactors = std::make_unique<io::Reactors>(threads, r.counters);

  auto keyring = vault::Keyring::load(config_.key_path(), why);
  if (!keyring) {
    why += " `holdfast admin init` makes one.";
    return false;
  }
  r.keyring = *std::move(keyring);

  auto detector = load_detector(config_.lexicon, why);
  if (!detector) return false;
  r.detector = *std::move(detector);

  r.bus = make_bus();
  r.presence = make_presence(r.clock, *r.bus);
  auto storage = open_storage(config_, {r.keyring, r.clock, r.counters, *r.bus, r.node}, why);
  if (!storage) return false;
  r.storage = *std::move(storage);
  r.truth.follow(r.storage.clock_ahead);
  r.clock.anchor();
  r.hub = std::make_unique<hub::Hub>(*r.reactors, r.storage.store->epoch(), r.counters);

  const identity::Passwords::Cost cost{config_.password_operations,
                                       static_cast<std::size_t>(config_.password_memory)};
  r.passwords = std::make_unique<identity::Passwords>(config_.password_threads, cost);
  notify::Transfers::Options transfers;
  transfers.reach = config_.private_webhooks ? notify::Reach::PrivateToo : notify::Reach::PublicOnly;
  r.notifier =
      std::make_unique<notify::HttpNotifier>(Secret{r.keyring->derived_key("webhook")}, r.clock, transfers);
  for (std::size_t i = 0; i < threads; ++i) r.contexts.push_back(make_context());
  r.tasks = std::make_unique<tasks::Runner>(r.reactors->at(0), r.contexts[0]->context(), r.clock);
  return true;
}

std::unique_ptr<ReactorContext> App::make_context() {
  Rooms& r = *rooms_;
  return std::make_unique<ReactorContext>([&](service::TurnCache& turns) {
    return service::Context{*r.storage.store,
                            *r.bus,
                            *r.presence,
                            *r.notifier,
                            *r.passwords,
                            *r.keyring,
                            r.clock,
                            r.counters,
                            turns,
                            [&r] { return r.detector; },
                            r.node,
                            config_.public_url};
  });
}

void App::join_parts() {
  Rooms& r = *rooms_;
  // Committed batches and passing events reach this node's listeners through the bus, never past it.
  r.bus->listen([&r](std::shared_ptr<const store::EventBatch> batch) { r.hub->receive(std::move(batch)); });
  for (std::size_t i = 0; i < r.reactors->size(); ++i) r.hub->shard(i).set_tap(r.contexts[i].get());
  r.presence->on_gone([&r](OrganisationId organisation, PersonId person) {
    io::spawn(r.reactors->at(0), tell_gone(r.contexts[0]->context(), organisation, person));
  });
  r.tasks->each_look([&r] { r.presence->expire(); });
  r.tasks->each_look([&r] { r.clock.follow(); });
  r.reactors->start();
  r.tasks->start();
  if (config_.heartbeat_url.empty()) return;
  const auto well = [&r] { return r.storage.store->writable() && r.tasks->on_time(); };
  r.heartbeat = std::make_unique<notify::Heartbeat>(*r.notifier, config_.heartbeat_url, well);
  r.heartbeat->start(r.reactors->at(0));
}

std::vector<api::Readiness> App::readiness() const {
  std::vector<api::Readiness> parts;
  parts.push_back({"node", leaving_ ? "draining" : ""});
  parts.push_back({"store", rooms_->storage.store->writable() ? "" : "cannot commit"});
  if (rooms_->storage.durability) parts.push_back(rooms_->storage.durability());
  parts.push_back({"tasks", rooms_->tasks->on_time() ? "" : "late"});
  parts.push_back({"notifier", rooms_->notifier->fresh() ? "" : "stuck"});
  return parts;
}

void App::reload() {
  std::string why;
  if (rooms_->public_server->reload_tls(why)) {
    rooms_->log.write(ops::Severity::Info, "certificates_reloaded");
  } else {
    rooms_->log.write(ops::Severity::Error, "certificates_kept", {ops::Field::operated("why", why)});
  }
}

int App::run(Signals& signals) {
  rooms_->log.write(ops::Severity::Info, "serving", {ops::Field::operated("listen", config_.listen)});
  tell_service_manager("READY=1");
  for (;;) {
    const Wake wake = signals.wait(std::chrono::seconds{1});
    rooms_->counters.report(rooms_->log);
    if (wake == Wake::Reload) reload();
    if (wake == Wake::Leave) break;
  }
  drain(signals);
  return 0;
}

}  // namespace holdfast::app
