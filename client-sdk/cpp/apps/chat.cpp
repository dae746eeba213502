// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <boost/asio/io_context.hpp>
#include <map>
#include <ostream>
#include <sstream>

#include "apps.hpp"
#include "entrance.hpp"
#include "holdfast/client.hpp"
#include "lines.hpp"
#include "stage.hpp"
#include "words.hpp"

namespace holdfast::sdk {

namespace {

using Frame = v1::ClientFrame;

const std::map<std::string, v1::Outcome> kOutcomes{
    {"safe", v1::OUTCOME_SAFE_WITH_PLAN},
    {"emergency", v1::OUTCOME_EMERGENCY_SERVICES_CONTACTED},
    {"handed", v1::OUTCOME_HANDED_TO_OTHER_SERVICE},
    {"left", v1::OUTCOME_LEFT_BEFORE_WE_COULD_ASK},
    {"notacrisis", v1::OUTCOME_NOT_A_CRISIS},
    {"asked", v1::OUTCOME_QUESTIONS_ASKED_SAFE},
};

/// One person at a terminal. Lives on: the io_context's thread; lines are posted to it by the reading thread.
class Terminal final : public Listener {
 public:
  Terminal(const ChatOptions& options, const Entered& entered, std::ostream& out)
      : options_{options}, entered_{entered}, out_{out} {
    Options client;
    client.url = options.url;
    client.ca_file = options.ca_file;
    client.token = [token = entered.account.token] { return token; };
    client.name = "holdfast-chat/1";
    client_ = Client::create(context_, std::move(client), *this);
  }

  int run(Lines& in) {
    client_->start();
    in.listen(
        context_, [this](const std::string& line) { typed(line); }, [this] { leave(); });
    context_.run();
    return ended_well_ ? 0 : 1;
  }

  void on_state(State state, const std::string& reason) override {
    if (state == State::Ready) {
      ready();
    } else if (state == State::Ended) {
      ended_well_ = leaving_;
      if (!leaving_) show(say("chat.ended") + " (" + reason + ")");
      context_.stop();
    } else if (was_ready_) {
      show(say("state.offline"));
    }
  }

  void on_message(const v1::Message& message) override {
    if (message.author_id() == entered_.account.person) return;
    if (message.conversation_id() == client_->welcome().board_id() && !message.content().has_escalation() &&
        !message.content().has_request()) {
      return;
    }
    if (message.content().has_escalation()) remember(message.content().escalation().escalation());
    std::string line = in_words(message);
    if (message.content().has_card()) line = say("card.emergency");
    if (message.content().has_request() &&
        message.content().request().request().state() == v1::REQUEST_STATE_WAITING) {
      line = "[" + say("chat.someone_waits") + "]";
    }
    if (!line.empty()) show("#" + std::to_string(number_of(message.conversation_id())) + "  " + line);
  }

  void on_event(const v1::Event& event) override {
    if (event.has_typing() && event.typing().typing()) show(say("chat.typing"));
    if (event.has_queue_place()) show_place(event.queue_place().place());
    if (event.has_conversation_added()) open(event.conversation_added().conversation_id());
    if (event.has_alarm()) show("[" + say("chat.alarm") + "]");
  }

  void on_settled(const MessageId&, const v1::Reply& answer) override {
    if (answer.has_error()) show(refusal(answer.error()));
  }
  void on_restated(std::uint64_t, std::uint64_t) override {}
  void on_refused(std::uint64_t, const v1::Error& error) override { show(refusal(error)); }

 private:
  [[nodiscard]] std::string say(std::string_view key) const {
    return fill(fill(words(options_.language, key), "lines", entered_.lines), "number", entered_.number);
  }
  [[nodiscard]] std::string refusal(const v1::Error& error) const {
    const std::string wait = std::to_string((error.retry_after_ms() + 999) / 1000) + " s";
    return fill(say("error." + error.name()), "wait", wait);
  }
  void show(const std::string& line) { out_ << line << std::endl; }
  [[nodiscard]] bool staff() const { return client_->welcome().board_id() != 0; }

  void ready() {
    if (was_ready_) return show(say("state.back"));
    was_ready_ = true;
    if (staff()) {
      client_->follow(client_->welcome().board_id());
      show(say("chat.help_staff"));
    } else {
      show(say("chat.help_seeker"));
    }
    Frame list;
    list.mutable_list_conversations();
    client_->request(list, [this](const v1::Reply& reply) {
      for (const auto& view : reply.conversations().conversations()) {
        if (view.conversation().state() != v1::CONVERSATION_STATE_ENDED) open(view.conversation().id());
      }
      if (!staff() && current_ == 0) typed("/ask");
    });
  }

  void open(std::uint64_t conversation) {
    static_cast<void>(number_of(conversation));
    client_->follow(conversation);
    if (current_ == 0) current_ = conversation;
  }

  std::size_t number_of(std::uint64_t conversation) {
    for (std::size_t i = 0; i < rooms_.size(); ++i) {
      if (rooms_.at(i) == conversation) return i + 1;
    }
    rooms_.push_back(conversation);
    return rooms_.size();
  }

  void remember(const v1::Escalation& escalation) { escalation_ = escalation.id(); }

  void show_place(const v1::RequestView& view) {
    if (view.request().state() != v1::REQUEST_STATE_WAITING) return;
    if (view.people_on_call() == 0) return show(say("queue.nobody_on_call"));
    if (view.before() == 0) return show(say("queue.first"));
    if (view.before() == 1) return show(say("queue.before_one"));
    show(fill(say("queue.before_many"), "n", std::to_string(view.before())));
  }

  void leave() {
    leaving_ = true;
    client_->stop();
  }

  /// Sends a request and shows its refusal; `then` runs on success.
  void ask(Frame frame, const std::function<void(const v1::Reply&)>& then = {}) {
    client_->request(std::move(frame), [this, then](const v1::Reply& reply) {
      if (reply.has_error()) return show(refusal(reply.error()));
      if (then) then(reply);
    });
  }

  void typed(const std::string& line) {
    if (line.empty()) return;
    if (line.front() != '/') {
      if (current_ == 0) return show(say("chat.no_conversation"));
      if (!client_->send(current_, line)) show(say("chat.too_much_unsent"));
      return;
    }
    std::istringstream words_in{line};
    std::string command;
    std::string argument;
    words_in >> command >> argument;
    const auto found = commands().find(command);
    if (found == commands().end()) return show(say(staff() ? "chat.help_staff" : "chat.help_seeker"));
    (this->*(found->second))(argument);
  }

  using Command = void (Terminal::*)(const std::string& argument);
  static const std::map<std::string, Command>& commands() {
    static const std::map<std::string, Command> table{
        {"/ask", &Terminal::ask_for_help}, {"/urgent", &Terminal::urgent},   {"/where", &Terminal::where},
        {"/end", &Terminal::end},          {"/quit", &Terminal::quit},       {"/go", &Terminal::go},
        {"/oncall", &Terminal::on_call},   {"/waiting", &Terminal::waiting}, {"/take", &Terminal::take},
        {"/lead", &Terminal::lead},        {"/ack", &Terminal::acknowledge}, {"/read", &Terminal::eyes_on},
        {"/hand", &Terminal::in_hand},     {"/close", &Terminal::close},
    };
    return table;
  }

  void ask_for_help(const std::string&) { request_help(false); }
  void urgent(const std::string&) { request_help(true); }
  void request_help(bool at_once) {
    Frame frame;
    frame.mutable_ask_for_help()->set_language(options_.language);
    frame.mutable_ask_for_help()->set_urgent(at_once);
    ask(frame, [this](const v1::Reply& reply) {
      open(reply.request().request().conversation_id());
      show_place(reply.request());
    });
  }
  void where(const std::string&) {
    Frame frame;
    frame.mutable_request_status();
    ask(frame, [this](const v1::Reply& reply) { show_place(reply.request()); });
  }
  void end(const std::string&) {
    Frame frame;
    frame.mutable_end_conversation()->set_conversation_id(current_);
    frame.mutable_end_conversation()->set_reason(staff() ? v1::END_REASON_FINISHED
                                                         : v1::END_REASON_SEEKER_LEFT);
    ask(frame);
  }
  void quit(const std::string&) { leave(); }
  void go(const std::string& argument) {
    const std::size_t number = std::strtoull(argument.c_str(), nullptr, 10);
    if (number >= 1 && number <= rooms_.size()) current_ = rooms_.at(number - 1);
  }
  void on_call(const std::string& argument) {
    Frame frame;
    frame.mutable_set_on_call()->set_on_call(argument != "off");
    ask(frame);
  }
  void waiting(const std::string&) {
    Frame frame;
    frame.mutable_list_waiting();
    ask(frame, [this](const v1::Reply& reply) {
      waiting_.assign(reply.waiting().requests().begin(), reply.waiting().requests().end());
      for (std::size_t i = 0; i < waiting_.size(); ++i) {
        show("  " + std::to_string(i + 1) + "  " + v1::Level_Name(waiting_.at(i).level()) +
             (waiting_.at(i).urgent() ? "  urgent" : ""));
      }
      if (waiting_.empty()) show(say("chat.nobody_waits"));
    });
  }
  void take(const std::string& argument) {
    const std::size_t number = argument.empty() ? 1 : std::strtoull(argument.c_str(), nullptr, 10);
    if (number < 1 || number > waiting_.size()) return waiting({});
    const v1::HelpRequest chosen = waiting_.at(number - 1);
    Frame frame;
    frame.mutable_take_request()->set_request_id(chosen.id());
    ask(frame, [this, chosen](const v1::Reply& reply) {
      current_ = chosen.conversation_id();
      open(current_);
      if (const auto side = reply.conversation().conversation().staff_side_id(); side != 0) open(side);
    });
  }
  void lead(const std::string&) {
    Frame frame;
    frame.mutable_ask_lead()->set_conversation_id(current_);
    ask(frame);
  }
  void acknowledge(const std::string&) {
    Frame frame;
    frame.mutable_acknowledge()->set_escalation_id(escalation_);
    ask(frame,
        [this](const v1::Reply& reply) { observe(reply.escalation().escalation().conversation_id()); });
  }
  void observe(std::uint64_t conversation) {
    Frame frame;
    frame.mutable_observe()->set_conversation_id(conversation);
    ask(frame, [this, conversation](const v1::Reply&) { open(conversation); });
  }
  void eyes_on(const std::string&) {
    Frame frame;
    frame.mutable_mark_eyes_on()->set_escalation_id(escalation_);
    ask(frame);
  }
  void in_hand(const std::string&) {
    Frame frame;
    frame.mutable_take_in_hand()->set_escalation_id(escalation_);
    ask(frame);
  }
  void close(const std::string& argument) {
    Frame frame;
    frame.mutable_close_escalation()->set_escalation_id(escalation_);
    const auto outcome = kOutcomes.find(argument);
    if (outcome != kOutcomes.end()) frame.mutable_close_escalation()->set_outcome(outcome->second);
    ask(frame);
  }

  const ChatOptions& options_;
  Entered entered_;
  std::ostream& out_;
  boost::asio::io_context context_;
  std::shared_ptr<Client> client_;
  std::vector<std::uint64_t> rooms_;
  std::vector<v1::HelpRequest> waiting_;
  std::uint64_t current_{0};
  std::uint64_t escalation_{0};
  bool was_ready_{false};
  bool leaving_{false};
  bool ended_well_{false};
};

}  // namespace

int chat(const ChatOptions& options, int in, std::ostream& out) {
  Lines lines{in};
  const auto entered = come_in(options, lines, out);
  if (!entered) return 1;
  Terminal terminal{options, *entered, out};
  return terminal.run(lines);
}

}  // namespace holdfast::sdk
