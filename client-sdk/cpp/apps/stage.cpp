// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "stage.hpp"

#include <iomanip>
#include <ostream>

namespace holdfast::sdk {

using std::chrono::seconds;

void Stage::until(const std::string& what, const std::function<bool()>& done, seconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  context_.restart();
  while (!done()) {
    if (std::chrono::steady_clock::now() >= deadline) throw Missed{what};
    context_.run_one_for(std::chrono::milliseconds{100});
    if (context_.stopped()) context_.restart();
  }
}

void Stage::say(const std::string& who, const std::string& line) {
  out_ << "  " << std::left << std::setw(12) << who << line << std::endl;
}

void Stage::scene(const std::string& title) {
  out_ << "\n" << title << std::endl;
}

Person::Person(Stage& stage, std::string name, Account account)
    : stage_{stage}, name_{std::move(name)}, account_{std::move(account)} {
  Options options;
  options.url = stage.endpoint().url;
  options.ca_file = stage.endpoint().ca_file;
  options.token = [token = account_.token] { return token; };
  options.name = "holdfast-demo/1";
  client_ = Client::create(stage.context(), std::move(options), *this);
  client_->start();
  stage_.until(name_ + " signs in", [this] { return ready_; });
}

Person::~Person() {
  leaving_ = true;
  client_->stop();
  const auto deadline = std::chrono::steady_clock::now() + seconds{2};
  stage_.context().restart();
  while (ready_ && std::chrono::steady_clock::now() < deadline) {
    stage_.context().run_one_for(std::chrono::milliseconds{50});
  }
}

v1::Reply Person::try_ask(const std::string& what, v1::ClientFrame frame) {
  auto answer = std::make_shared<std::optional<v1::Reply>>();
  client_->request(std::move(frame), [answer](const v1::Reply& reply) { *answer = reply; });
  stage_.until(name_ + ": " + what, [&] { return answer->has_value(); });
  return **answer;
}

v1::Reply Person::ask(const std::string& what, v1::ClientFrame frame) {
  v1::Reply reply = try_ask(what, std::move(frame));
  if (reply.has_error()) throw Missed{name_ + ": " + what + ": " + reply.error().name()};
  return reply;
}

void Person::write(std::uint64_t conversation, const std::string& text) {
  const std::size_t before = settled_;
  refused_.clear();
  if (!client_->send(conversation, text)) throw Missed{name_ + " cannot write more"};
  stage_.until(name_ + "'s message is stored", [&] { return settled_ > before; });
  if (!refused_.empty()) throw Missed{name_ + "'s message was refused: " + refused_};
}

bool Person::heard_text(const std::string& text) const {
  for (const v1::Message& message : heard_) {
    if (message.content().has_text() && message.content().text().text() == text) return true;
  }
  return false;
}

const v1::Escalation* Person::escalation_of(std::uint64_t conversation) const {
  for (auto message = heard_.rbegin(); message != heard_.rend(); ++message) {
    if (!message->content().has_escalation()) continue;
    const v1::Escalation& escalation = message->content().escalation().escalation();
    if (escalation.conversation_id() == conversation) return &escalation;
  }
  return nullptr;
}

void Person::on_state(State state, const std::string& reason) {
  ready_ = state == State::Ready;
  if (state == State::Ended && !leaving_) stage_.say(name_, "(connection ended: " + reason + ")");
}

void Person::on_message(const v1::Message& message) {
  heard_.push_back(message);
  if (message.author_id() == account_.person) return;
  const std::string line = in_words(message);
  if (!line.empty()) stage_.say(name_, "sees: " + line);
}

void Person::on_event(const v1::Event& event) {
  if (event.has_queue_place()) {
    stage_.say(name_, "sees: " + std::to_string(event.queue_place().place().before()) + " before you");
  }
  if (event.has_conversation_added()) client_->follow(event.conversation_added().conversation_id());
}

void Person::on_settled(const MessageId&, const v1::Reply& answer) {
  ++settled_;
  if (answer.has_error()) refused_ = answer.error().name();
}

void Person::on_restated(std::uint64_t, std::uint64_t) {}

void Person::on_refused(std::uint64_t, const v1::Error& error) {
  stage_.say(name_, "(may not read this: " + error.name() + ")");
}

namespace {

std::string level_in_words(v1::Level level) {
  if (level == v1::LEVEL_IMMINENT) return "imminent";
  return level == v1::LEVEL_HIGH ? "high" : "watch";
}

std::string escalation_in_words(const v1::Escalation& escalation) {
  std::string line = "[escalation " + level_in_words(escalation.level());
  switch (escalation.state()) {
    case v1::ESCALATION_STATE_RAISED:
      line += escalation.step() == 0 ? ", raised" : ", nobody yet: step " + std::to_string(escalation.step());
      break;
    case v1::ESCALATION_STATE_ACKNOWLEDGED: line += ", acknowledged"; break;
    case v1::ESCALATION_STATE_EYES_ON: line += ", someone has read it"; break;
    case v1::ESCALATION_STATE_IN_HAND: line += ", in hand"; break;
    case v1::ESCALATION_STATE_CLOSED: line += ", closed with an outcome"; break;
    default: break;
  }
  return line + "]";
}

std::string member_in_words(v1::MemberNote::What what) {
  switch (what) {
    case v1::MemberNote::WHAT_JOINED: return "[someone joined]";
    case v1::MemberNote::WHAT_LEFT: return "[someone left]";
    case v1::MemberNote::WHAT_TOOK: return "[a supporter is here now]";
    case v1::MemberNote::WHAT_OBSERVED: return "[a shift lead is reading along]";
    default: return {};
  }
}

}  // namespace

std::string in_words(const v1::Message& message) {
  if (message.erased()) return "[erased]";
  const v1::Content& content = message.content();
  if (content.has_text()) return "\"" + content.text().text() + "\"";
  if (content.has_member()) return member_in_words(content.member().what());
  if (content.has_escalation()) return escalation_in_words(content.escalation().escalation());
  if (content.has_flag()) {
    const v1::Verdict& verdict = content.flag().verdict();
    std::string line = "[flag " + level_in_words(verdict.level()) + ", because of";
    for (const v1::Evidence& evidence : verdict.evidence()) line += " " + evidence.rule();
    return line + "]";
  }
  if (content.has_card()) {
    const bool emergency = content.card().card() == v1::CardNote::CARD_EMERGENCY;
    return emergency ? "[card: if someone could die or be badly hurt, call the emergency number now]"
                     : "[card: numbers that answer]";
  }
  if (content.has_state() && content.state().state() == v1::CONVERSATION_STATE_ENDED) {
    return "[the conversation has ended]";
  }
  return {};
}

}  // namespace holdfast::sdk
