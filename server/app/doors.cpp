// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <cstdlib>
#include <fstream>

#include "app/rooms.hpp"

namespace holdfast::app {

namespace {

/// "[::1]:8440" → address without brackets, port. Precondition: the configuration was checked.
gateway::ListenConfig listen_at(const std::string& address) {
  gateway::ListenConfig config;
  const std::size_t colon = address.rfind(':');
  config.address = address.substr(0, colon);
  if (config.address.starts_with('[')) config.address = config.address.substr(1, config.address.size() - 2);
  config.port = static_cast<std::uint16_t>(std::atoi(address.c_str() + colon + 1));
  return config;
}

std::string with_port(const std::string& address, std::uint16_t port) {
  return address.substr(0, address.rfind(':') + 1) + std::to_string(port);
}

}  // namespace

void App::make_sessions() {
  Rooms& r = *rooms_;
  r.sessions = std::make_unique<gateway::Sessions>(*r.reactors, [&r](io::Reactor& reactor) {
    const std::size_t i = reactor.index();
    return gateway::Session::Place{reactor, r.hub->shard(i), r.contexts[i]->dispatch(), r.clock, r.counters};
  });
  r.metrics.gauge("holdfast_sessions", "Open sessions",
                  [&r] { return static_cast<double>(r.sessions->live()); });
  r.metrics.gauge("holdfast_connections", "Open connections of people's apps",
                  [&r] { return r.public_server ? static_cast<double>(r.public_server->live()) : 0.0; });
  r.metrics.gauge("holdfast_store_writable", "1 while the store can commit",
                  [&r] { return r.storage.store->writable() ? 1.0 : 0.0; });
  r.metrics.gauge("holdfast_tasks_on_time", "1 while nothing durable is overdue",
                  [&r] { return r.tasks->on_time() ? 1.0 : 0.0; });
}

bool App::make_doors(std::string& why) {
  Rooms& r = *rooms_;
  const api::ContextOfReactor contexts = [&r]() -> service::Context& {
    return r.contexts[io::Reactor::current()->index()]->context();
  };
  std::unique_ptr<api::StaticFiles> site;
  if (!config_.site.empty()) {
    auto loaded = api::StaticFiles::load(config_.site, why);
    if (!loaded) return false;
    site = *std::move(loaded);
  }
  const api::PublicDoor::Limits limits{config_.sign_ins_per_minute, config_.arrivals_per_second};
  r.public_door = std::make_unique<api::PublicDoor>(contexts, r.clock, limits, std::move(site));
  r.administration_door =
      std::make_unique<api::AdministrationDoor>([this] { return readiness(); }, r.metrics);
  r.operator_door = std::make_unique<api::OperatorDoor>(contexts, *r.storage.installation);
  return true;
}

bool App::open_doors(std::string& why) {
  Rooms& r = *rooms_;
  if (!make_doors(why)) return false;
  make_sessions();

  gateway::ListenConfig operators;
  operators.unix_path = config_.operator_path();
  r.operator_server = std::make_unique<gateway::Server>(*r.reactors, operators, *r.operator_door, nullptr);
  if (!r.operator_server->start(why)) return false;

  gateway::ListenConfig people = listen_at(config_.listen);
  people.certificate_file = config_.certificate;
  people.key_file = config_.certificate_key;
  people.origins = config_.allowed_origins();
  people.proxies = config_.proxies;
  people.trusted = config_.trusted;
  r.public_server = std::make_unique<gateway::Server>(*r.reactors, people, *r.public_door, r.sessions.get());
  if (!r.public_server->start(why)) return false;

  r.administration_server = std::make_unique<gateway::Server>(*r.reactors, listen_at(config_.administration),
                                                              *r.administration_door, nullptr);
  return r.administration_server->start(why) && write_addresses(why);
}

bool App::write_addresses(std::string& why) const {
  if (config_.address_file.empty()) return true;
  const std::string waiting = config_.address_file + ".new";
  std::ofstream file{waiting};
  file << "listen=" << with_port(config_.listen, rooms_->public_server->port()) << '\n'
       << "administration=" << with_port(config_.administration, rooms_->administration_server->port())
       << '\n'
       << "operator_socket=" << config_.operator_path() << '\n';
  file.close();
  // A reader sees the whole file or none.
  if (file && std::rename(waiting.c_str(), config_.address_file.c_str()) == 0) return true;
  why = "server.address_file cannot be written";
  return false;
}

}  // namespace holdfast::app
