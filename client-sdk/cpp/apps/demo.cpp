// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <ostream>

#include "apps.hpp"
#include "stage.hpp"
#include "totp.hpp"

namespace holdfast::sdk {

namespace {

namespace json = boost::json;

/// Clocks of a played evening: seconds where a real line has minutes. The rungs and their order are the real
/// ones.
json::value short_clocks() {
  const auto rung = [](int wait, const char* whom, bool outside) {
    return json::value{
        {"waitSeconds", wait}, {"whom", json::array{whom}}, {"outside", outside}, {"sound", true}};
  };
  const auto row = [&](const char* level) {
    return json::value{{"level", level},
                       {"chain", json::array{rung(0, "AUDIENCE_SUPERVISORS", false),
                                             rung(2, "AUDIENCE_BACKUP_SUPERVISOR", true),
                                             rung(2, "AUDIENCE_DUTY_OFFICER", true)}},
                       {"repeatLastSeconds", 5},
                       {"eyesOnSeconds", 20},
                       {"inHandSeconds", 60},
                       {"supervisorCloses", std::string_view{level} == "LEVEL_IMMINENT"}};
  };
  return {{"rows", json::array{row("LEVEL_HIGH"), row("LEVEL_IMMINENT")}}};
}

Account seeker_arrives(Stage& stage, const std::string& organisation, const std::string& name) {
  std::optional<Arrival> arrival;
  std::optional<Account> account;
  std::string refusal;
  see_arrival(stage.context(), stage.endpoint(), organisation, "en",
              [&](const std::optional<Arrival>& seen, const v1::Error& error) {
                arrival = seen;
                refusal = error.name();
              });
  stage.until(name + " sees who answers", [&] { return arrival || !refusal.empty(); });
  if (!arrival) throw Missed{name + " could not arrive: " + refusal};
  stage.say(name, "reads: " + arrival->who_answers);
  arrive(stage.context(), stage.endpoint(), organisation, arrival->notice_version,
         [&](const std::optional<Account>& made, const v1::Error& error) {
           account = made;
           refusal = error.name();
         });
  stage.until(name + " arrives", [&] { return account || !refusal.empty(); });
  if (!account) throw Missed{name + " could not arrive: " + refusal};
  return *account;
}

Account staff_joins(Stage& stage, Operator& who_runs_it, const std::string& organisation,
                    const std::string& role, const std::string& name) {
  const auto invitation = who_runs_it.invite(organisation, role, name);
  if (!invitation) throw Missed{"no invitation for " + name};
  std::optional<std::string> factor;
  std::optional<Account> account;
  std::string refusal;
  open_invitation(stage.context(), stage.endpoint(), *invitation,
                  [&](const std::optional<std::string>& address, const v1::Error& error) {
                    factor = address;
                    refusal = error.name();
                  });
  stage.until(name + " opens the invitation", [&] { return factor || !refusal.empty(); });
  const std::string login = name + "-" + std::to_string(fresh_message_id().bytes.back()) +
                            std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
  accept_invitation(stage.context(), stage.endpoint(), *invitation, login,
                    "a long demo password, kept nowhere",
                    totp_code(factor.value_or(""), std::chrono::system_clock::now()),
                    [&](const std::optional<Account>& made, const v1::Error& error) {
                      account = made;
                      refusal = error.name();
                    });
  stage.until(name + " accepts the invitation", [&] { return account || !refusal.empty(); });
  if (!account) throw Missed{name + " could not join: " + refusal};
  return *account;
}

v1::RequestView asks_for_help(Person& seeker) {
  v1::ClientFrame frame;
  frame.mutable_ask_for_help()->set_language("en");
  const v1::Reply reply = seeker.ask("asks for someone", std::move(frame));
  seeker.follow(reply.request().request().conversation_id());
  return reply.request();
}

void takes(Person& supporter, std::uint64_t request, std::uint64_t conversation) {
  v1::ClientFrame frame;
  frame.mutable_take_request()->set_request_id(request);
  const v1::Reply reply = supporter.ask("takes the request", std::move(frame));
  supporter.follow(conversation);
  if (reply.conversation().conversation().staff_side_id() != 0) {
    supporter.follow(reply.conversation().conversation().staff_side_id());
  }
}

void says(Stage& stage, Person& from, std::uint64_t conversation, const std::string& text, Person& to) {
  stage.say(from.name(), "writes: \"" + text + "\"");
  from.write(conversation, text);
  stage.until(to.name() + " reads what " + from.name() + " wrote", [&] { return to.heard_text(text); });
}

class Evening {
 public:
  Evening(Stage& stage, Operator& who_runs_it, const std::string& organisation)
      : stage_{stage},
        organisation_{organisation},
        sam_{stage, "Sam", staff_joins(stage, who_runs_it, organisation, "supporter", "Sam")},
        lee_{stage, "Lee (lead)", staff_joins(stage, who_runs_it, organisation, "supervisor", "Lee")} {}

  void play() {
    on_call();
    talk();
    group();
    flag_that_is_worked();
    flag_that_climbs();
  }

 private:
  void on_call() {
    stage_.scene("Sam is on call, Lee watches the board");
    v1::ClientFrame frame;
    frame.mutable_set_on_call()->set_on_call(true);
    sam_.ask("is on call", frame);
    lee_.ask("is on call", frame);
    sam_.follow(sam_.welcome().board_id());
    lee_.follow(lee_.welcome().board_id());
  }

  void talk() {
    stage_.scene("Someone arrives, without name or account, and a peer answers");
    robin_ = std::make_unique<Person>(stage_, "Robin", seeker_arrives(stage_, organisation_, "Robin"));
    const v1::RequestView request = asks_for_help(*robin_);
    robin_room_ = request.request().conversation_id();
    stage_.say("Robin", "sees: " + std::to_string(request.before()) + " before you, " +
                            std::to_string(request.people_on_call()) + " on call");
    takes(sam_, request.request().id(), robin_room_);
    says(stage_, *robin_, robin_room_, "hi. day nine and the evenings are long", sam_);
    says(stage_, sam_, robin_room_, "Day nine is real work. The evenings were the hardest for me too.",
         *robin_);
    says(stage_, *robin_, robin_room_, "i keep walking past the old corner shop", sam_);
    says(stage_, sam_, robin_room_,
         "I took another street for a year. Would you like to plan tonight together?", *robin_);
  }

  void group() {
    stage_.scene("A small group");
    v1::ClientFrame create;
    create.mutable_create_group()->set_name("Thursday evening");
    const std::uint64_t room = sam_.ask("opens a group", create).conversation().conversation().id();
    sam_.follow(room);
    v1::ClientFrame add;
    add.mutable_add_member()->set_conversation_id(room);
    add.mutable_add_member()->set_person_id(robin_->id());
    add.mutable_add_member()->set_role(v1::CONV_ROLE_PARTICIPANT);
    sam_.ask("invites Robin", add);
    robin_->follow(room);
    says(stage_, sam_, room, "Welcome. Say as much or as little as you like.", *robin_);
    says(stage_, *robin_, room, "just listening tonight, thanks", sam_);
  }

  void flag_that_is_worked() {
    stage_.scene("A message that cannot wait, and a lead who answers for it");
    const std::string text = "i have the pills in my hand and i am going to take them all tonight";
    says(stage_, *robin_, robin_room_, text, sam_);
    stage_.until("Lee is told of the escalation", [&] { return lee_.escalation_of(robin_room_) != nullptr; });
    const std::uint64_t id = lee_.escalation_of(robin_room_)->id();
    step(id, "acknowledges",
         [](v1::ClientFrame& f, std::uint64_t e) { f.mutable_acknowledge()->set_escalation_id(e); });
    v1::ClientFrame observe;
    observe.mutable_observe()->set_conversation_id(robin_room_);
    lee_.ask("reads along", observe);
    lee_.follow(robin_room_);
    stage_.until("Lee reads what raised it", [&] { return lee_.heard_text(text); });
    step(id, "has read it",
         [](v1::ClientFrame& f, std::uint64_t e) { f.mutable_mark_eyes_on()->set_escalation_id(e); });
    step(id, "takes it in hand",
         [](v1::ClientFrame& f, std::uint64_t e) { f.mutable_take_in_hand()->set_escalation_id(e); });
    says(stage_, sam_, robin_room_,
         "I am here, and I am staying. Is someone with you? Can you put them in another room?", *robin_);
    v1::ClientFrame empty;
    empty.mutable_close_escalation()->set_escalation_id(id);
    const v1::Reply refused = lee_.try_ask("closes without an outcome", empty);
    if (!refused.has_error()) throw Missed{"an escalation closed without an outcome"};
    stage_.say("Lee (lead)",
               "tries to close it without an outcome: refused (" + refused.error().name() + ")");
    step(id, "closes it: safe, with a plan", [](v1::ClientFrame& f, std::uint64_t e) {
      f.mutable_close_escalation()->set_escalation_id(e);
      f.mutable_close_escalation()->set_outcome(v1::OUTCOME_SAFE_WITH_PLAN);
    });
    stage_.until("the board shows it closed",
                 [&] { return lee_.escalation_of(robin_room_)->state() == v1::ESCALATION_STATE_CLOSED; });
  }

  void flag_that_climbs() {
    stage_.scene("A message nobody answers for: it climbs by itself (seconds here, minutes on a real line)");
    alex_ = std::make_unique<Person>(stage_, "Alex", seeker_arrives(stage_, organisation_, "Alex"));
    const v1::RequestView request = asks_for_help(*alex_);
    const std::uint64_t room = request.request().conversation_id();
    const std::string text = "i am going to kill myself";
    stage_.say("Alex", "writes, while still waiting: \"" + text + "\"");
    alex_->write(room, text);
    stage_.until(
        "the escalation climbs past its first rung",
        [&] { return lee_.escalation_of(room) != nullptr && lee_.escalation_of(room)->step() >= 2; },
        std::chrono::seconds{30});
    const std::uint64_t id = lee_.escalation_of(room)->id();
    step(id, "acknowledges at last",
         [](v1::ClientFrame& f, std::uint64_t e) { f.mutable_acknowledge()->set_escalation_id(e); });
    takes(sam_, request.request().id(), room);
    stage_.until("Sam reads what Alex wrote", [&] { return sam_.heard_text(text); });
    says(stage_, sam_, room, "I have read what you wrote, Alex, and I am glad you wrote it. I am here.",
         *alex_);
    step(id, "has read it",
         [](v1::ClientFrame& f, std::uint64_t e) { f.mutable_mark_eyes_on()->set_escalation_id(e); });
    step(id, "takes it in hand",
         [](v1::ClientFrame& f, std::uint64_t e) { f.mutable_take_in_hand()->set_escalation_id(e); });
    step(id, "closes it: handed to another service", [](v1::ClientFrame& f, std::uint64_t e) {
      f.mutable_close_escalation()->set_escalation_id(e);
      f.mutable_close_escalation()->set_outcome(v1::OUTCOME_HANDED_TO_OTHER_SERVICE);
    });
  }

  void step(std::uint64_t id, const std::string& what, void (*fill)(v1::ClientFrame&, std::uint64_t)) {
    v1::ClientFrame frame;
    fill(frame, id);
    lee_.ask(what, std::move(frame));
    stage_.say("Lee (lead)", what);
  }

  Stage& stage_;
  std::string organisation_;
  Person sam_;
  Person lee_;
  std::unique_ptr<Person> robin_;
  std::unique_ptr<Person> alex_;
  std::uint64_t robin_room_{0};
};

}  // namespace

int demo(const DemoOptions& options, Operator& who_runs_it, std::ostream& out) {
  try {
    json::value pack = json::parse(options.duty_pack);
    pack.as_object()["policy"] = short_clocks();
    if (!who_runs_it.open_line(options.organisation, "A played evening", json::serialize(pack))) {
      throw Missed{"the demo line could not be opened"};
    }
    Stage stage{options.url, options.ca_file, out};
    Evening{stage, who_runs_it, options.organisation}.play();
    out << "\nAll of it happened, on a real server, and is stored." << std::endl;
    return 0;
  } catch (const std::exception& missed) {
    out << "\nThe evening stopped: " << missed.what() << std::endl;
    return 1;
  }
}

}  // namespace holdfast::sdk
