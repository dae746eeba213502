// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/stories/house.hpp"

namespace holdfast::tests {

namespace {

domain::DutyPack demo_pack() {
  domain::DutyPack pack;
  pack.demo = true;
  pack.signed_by = "A. Named Person";
  pack.countries = {"US"};
  pack.numbers.resize(2);
  pack.numbers[0].name = "Emergency services";
  pack.numbers[0].call = "911";
  pack.numbers[0].country = "US";
  pack.numbers[0].emergency = true;
  pack.numbers[1].name = "Child line";
  pack.numbers[1].call = "1-800-000-0000";
  pack.numbers[1].country = "US";
  pack.numbers[1].child_line = true;
  pack.flagged_retention_hours = 72;
  pack.notices["en"] = {"A trained person", "Software and a lead", "When a life is at risk", "72 hours",
                        "18"};
  for (const auto audience :
       {domain::Audience::BackupSupervisor, domain::Audience::ClinicalLead, domain::Audience::DutyOfficer}) {
    domain::NotifyTarget target;
    target.audience = audience;
    target.name = "pager";
    target.url = "https://pager.example/" + std::to_string(static_cast<int>(audience));
    pack.targets.push_back(target);
  }
  return pack;
}

}  // namespace

House::House() {
  std::string why;
  const std::string keys = (home.path() / "keys").string();
  if (!vault::Keyring::create(keys, why)) throw std::runtime_error{why};
  auto ring = vault::Keyring::load(keys, why);
  if (!ring) throw std::runtime_error{why};
  keyring = *ring;
  bus.listen([this](std::shared_ptr<const store::EventBatch> batch) {
    runner.reactor().mail(io::Mail{[this, batch] {
      for (const auto& event : batch->events) {
        if (const auto* said = std::get_if<domain::MessageEvent>(&event.body)) turns.committed(said->message);
        passing.push_back(event);
      }
    }});
  });
  store::sqlite::SqliteConfig config;
  config.path = (home.path() / "holdfast.db").string();
  config.keyring = keyring;
  config.node = NodeId{1};
  auto opened = store::sqlite::open_sqlite(std::move(config), bus, clock, observer, why);
  if (!opened) throw std::runtime_error{why};
  real = std::move(*opened);
  store = std::make_unique<FlakyStore>(*real);
  static const auto compiled = [] {
    std::string reason;
    return *crisis::Detector::compile(crisis::built_in_lexicon(), reason);
  }();
  detector = compiled;
  anchored = std::make_unique<tasks::AnchoredClock>(clock);
  ctx = std::make_unique<service::Context>(
      service::Context{*store, bus, presence, notifier, passwords, *keyring, *anchored, observer, turns,
                       [this] { return detector; }, NodeId{1}, "https://line.example/board"});
  tasks = std::make_unique<tasks::Runner>(runner.reactor(), *ctx, *anchored);
  service::NewOrganisation fresh{"line", "The Line"};
  organisation = must(service::create_organisation(*ctx, std::move(fresh)));
  auto pack = demo_pack();
  must(service::sign_duty_pack(*ctx, organisation, std::move(pack)));
  must(service::set_line_by_operator(*ctx, organisation, domain::LineState::Open));
  board = must(store->organisation(organisation))->board;
}

House::~House() = default;

service::Actor House::seeker() {
  service::Arrive arriving{"line", Version{1}, std::nullopt};
  auto arrived = must(service::arrive(*ctx, std::move(arriving)));
  auto actor = must(service::authenticate(*ctx, std::move(arrived.token)));
  actor.session = fresh_id<SessionId>();
  must(service::welcome(*ctx, actor));
  return actor;
}

service::Actor House::staff(domain::OrgRole role) {
  domain::OrgRoles roles;
  roles.add(role);
  const auto invited = must(service::invite_person(*ctx, organisation, roles, Secret{"Sam"}));
  service::Actor actor{invited.person, organisation, roles, {}, fresh_id<SessionId>(), {}};
  must(service::welcome(*ctx, actor));
  presence.set_on_call(actor.person, true);
  return actor;
}

domain::Send House::text(ConversationId where, const char* words) {
  domain::Send send;
  send.conversation = where;
  const auto id = fresh_id<SessionId>().get();
  for (std::size_t i = 0; i < 8; ++i) send.client_id.bytes.at(i) = static_cast<std::uint8_t>(id >> (8 * i));
  send.text = Secret{words};
  return send;
}

void House::work_due() {
  for (int i = 0; i < 200; ++i) {
    const auto next = must(tasks->look());
    if (next > 0ms && tasks->running() == 0) return;
    run(io::sleep_for(5ms));  // lets handlers that wait for the store go on
  }
  throw std::runtime_error{"due tasks do not end"};
}

std::vector<domain::MessagePtr> House::read(ConversationId where) {
  store::HistoryQuery query;
  query.conversation = where;
  query.visible_from = Seq{1};
  query.after = Seq{0};
  query.limit = 200;
  return must(real->history(std::move(query))).messages;
}

Talk::Talk(House& house)
    : seeker{house.seeker()},
      supporter{house.staff(domain::OrgRole::Supporter)},
      supervisor{house.staff(domain::OrgRole::Supervisor)} {
  const auto place = house.must(service::ask_for_help(*house.ctx, seeker, {}));
  const domain::TakeRequest take{place.request.id};
  const auto view = house.must(service::take_request(*house.ctx, supporter, take));
  main = view.conversation.id;
  beside = view.conversation.staff_side;
}

}  // namespace holdfast::tests
