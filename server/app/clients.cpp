// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/commands.hpp"
#include "app/operator_client.hpp"
#include "apps.hpp"

namespace holdfast::app {

namespace {

namespace json = boost::json;

/// The demonstration's operator: the same door as `holdfast admin`.
class OperatorOverSocket final : public sdk::Operator {
 public:
  explicit OperatorOverSocket(std::string socket) : socket_{std::move(socket)} {}

  bool open_line(const std::string& slug, const std::string& name,
                 const std::string& duty_pack_json) override {
    const json::object organisation{{"slug", slug}, {"name", name}};
    // Refused when it exists: then what follows tells whether it is ours to use.
    static_cast<void>(ask("POST", "/admin/v1/organisations", json::serialize(organisation)));
    const std::string place = "/admin/v1/organisations/" + slug;
    const json::object line{{"line", "open"}};
    return well(ask("POST", place + "/duty-packs", duty_pack_json)) &&
           well(ask("PUT", place + "/line", json::serialize(line)));
  }

  std::optional<std::string> invite(const std::string& slug, const std::string& role,
                                    const std::string& name) override {
    const json::object person{{"roles", json::array{role}}, {"display_name", name}};
    const OperatorAnswer answer =
        ask("POST", "/admin/v1/organisations/" + slug + "/invitations", json::serialize(person));
    if (!well(answer)) return std::nullopt;
    return std::string{json::parse(answer.body.reveal()).at("token").as_string()};
  }

 private:
  OperatorAnswer ask(const char* method, const std::string& target, const std::string& body) const {
    return ask_operator_door(socket_, method, target, body);
  }
  static bool well(const OperatorAnswer& answer) {
    if (answer.reached && answer.status < 300) return true;
    std::cerr << "holdfast: " << answer.body.reveal() << '\n';
    return false;
  }

  std::string socket_;
};

constexpr const char* kUrl = "http://127.0.0.1:8440";

}  // namespace

void add_chat(CLI::App& command, Run& run) {
  auto options = std::make_shared<sdk::ChatOptions>();
  options->url = kUrl;
  command.add_option("--url", options->url, "the server's address")->capture_default_str();
  command.add_option("--ca-file", options->ca_file, "PEM of a private authority");
  command.add_option("--organisation", options->organisation, "the line's short name")->required();
  command.add_option("--language", options->language, "en or es")->capture_default_str();
  CLI::Option* const phrase = command.add_option("--phrase", options->phrase, "a recovery phrase: come back");
  CLI::Option* const login =
      command.add_option("--login", options->login, "staff; the password is asked for");
  CLI::Option* const invitation =
      command.add_option("--invitation", options->invitation, "staff, the first time");
  phrase->excludes(login)->excludes(invitation);
  command.callback(
      [options, &run] { run = [options] { return sdk::chat(*options, STDIN_FILENO, std::cout); }; });
}

void add_demo(CLI::App& command, Run& run) {
  auto options = std::make_shared<sdk::DemoOptions>();
  options->url = kUrl;
  auto pack = std::make_shared<std::string>();
  command.add_option("--url", options->url, "the server's address")->capture_default_str();
  command.add_option("--organisation", options->organisation, "the line it plays on; made when missing")
      ->capture_default_str();
  command.add_option("--duty-pack", *pack, "JSON file; its clocks are made short")->required();
  const ConfigOptions where{command, {"store.data", "server.operator_socket"}};
  command.callback([options, pack, where, &run] {
    run = [options, pack, where] {
      const auto config = where.read();
      std::ifstream file{*pack, std::ios::binary};
      if (!file) std::cerr << *pack << ": cannot be read\n";
      if (!config || !file) return 2;
      options->duty_pack.assign(std::istreambuf_iterator<char>{file}, {});
      OperatorOverSocket who_runs_it{config->operator_path()};
      return sdk::demo(*options, who_runs_it, std::cout);
    };
  });
}

}  // namespace holdfast::app
