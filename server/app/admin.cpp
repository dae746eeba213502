// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/commands.hpp"
#include "app/offline.hpp"
#include "app/operator_client.hpp"

namespace holdfast::app {

namespace {

namespace json = boost::json;

/// What the arguments of all `admin` subcommands are read into.
struct Asked {
  explicit Asked(CLI::App& command)
      : options{command, {"store.data", "server.operator_socket", "vault.key_file"}} {}
  ConfigOptions options;
  std::string slug, name, file, line;
  std::vector<std::string> roles;
};
using AskedPtr = std::shared_ptr<Asked>;

int show(const OperatorAnswer& answer) {
  if (!answer.reached) {
    std::cerr << "holdfast: no server answers at the operator socket: " << answer.body.reveal() << '\n';
    return 1;
  }
  const bool well = answer.status < 300;
  (well ? std::cout : std::cerr) << answer.body.reveal() << '\n';
  return well ? 0 : 1;
}

int ask(const Asked& asked, const char* method, const std::string& target, const std::string& body) {
  const auto config = asked.options.read();
  if (!config) return 2;
  return show(ask_operator_door(config->operator_path(), method, target, body));
}

std::string in_organisation(const Asked& asked, const char* what) {
  return "/admin/v1/organisations/" + asked.slug + "/" + what;
}

int create_organisation(const Asked& asked) {
  const json::object body{{"slug", asked.slug}, {"name", asked.name}};
  return ask(asked, "POST", "/admin/v1/organisations", json::serialize(body));
}

int list_organisations(const Asked& asked) {
  return ask(asked, "GET", "/admin/v1/organisations", "");
}

int invite(const Asked& asked) {
  const json::object body{{"roles", json::array(asked.roles.begin(), asked.roles.end())},
                          {"display_name", asked.name}};
  return ask(asked, "POST", in_organisation(asked, "invitations"), json::serialize(body));
}

int sign_duty_pack(const Asked& asked) {
  std::ifstream file{asked.file, std::ios::binary};
  if (!file) {
    std::cerr << asked.file << ": cannot be read\n";
    return 2;
  }
  return ask(asked, "POST", in_organisation(asked, "duty-packs"),
             std::string{std::istreambuf_iterator<char>{file}, {}});
}

int set_line(const Asked& asked) {
  const json::object body{{"line", asked.line}};
  return ask(asked, "PUT", in_organisation(asked, "line"), json::serialize(body));
}

int rotate_keys(const Asked& asked) {
  return ask(asked, "POST", "/admin/v1/keys/rotations", "");
}

int back_up(const Asked& asked) {
  // The server's working folder is not the operator's.
  const json::object body{{"file", std::filesystem::absolute(asked.file).string()}};
  return ask(asked, "POST", "/admin/v1/backups", json::serialize(body));
}

/// Through the server while it runs; with its lock while it does not.
int verify(const Asked& asked) {
  const auto config = asked.options.read();
  if (!config) return 2;
  const OperatorAnswer answer =
      ask_operator_door(config->operator_path(), "POST", "/admin/v1/verifications", "");
  return answer.reached ? show(answer) : verify_offline(*config);
}

int init(const Asked& asked) {
  const auto config = asked.options.read();
  return config ? init_installation(*config) : 2;
}

int webhook_key(const Asked& asked) {
  const auto config = asked.options.read();
  return config ? show_webhook_key(*config) : 2;
}

int restore(const Asked& asked) {
  const auto config = asked.options.read();
  return config ? restore_offline(*config, asked.file) : 2;
}

CLI::App* add(CLI::App& parent, Run& run, const AskedPtr& asked, const char* name, const char* summary,
              int (*act)(const Asked&)) {
  CLI::App* const command = parent.add_subcommand(name, summary);
  command->fallthrough();  // --data and --config may stand after it
  command->callback([asked, act, &run] { run = [asked, act] { return act(*asked); }; });
  return command;
}

CLI::App* add_group(CLI::App& parent, const char* name, const char* summary) {
  CLI::App* const group = parent.add_subcommand(name, summary);
  group->require_subcommand(1);
  group->fallthrough();
  return group;
}

void add_of_organisation(CLI::App& command, Run& run, const AskedPtr& asked) {
  CLI::App* const organisation = add_group(command, "organisation", "lines of this installation");
  CLI::App* const create = add(*organisation, run, asked, "create", "make a new one", create_organisation);
  create->add_option("slug", asked->slug, "[a-z0-9-], stands in addresses")->required();
  create->add_option("name", asked->name, "its public name")->required();
  add(*organisation, run, asked, "list", "show all", list_organisations);

  CLI::App* const person = add(command, run, asked, "invite", "invite one person of the staff", invite);
  person->add_option("slug", asked->slug)->required();
  person->add_option("name", asked->name, "how they are shown")->required();
  person->add_option("--role", asked->roles, "supporter, supervisor or administrator; several times")
      ->required();

  CLI::App* const pack = add_group(command, "duty-pack", "law and duty of a line");
  CLI::App* const sign = add(*pack, run, asked, "sign", "check and put in force", sign_duty_pack);
  sign->add_option("slug", asked->slug)->required();
  sign->add_option("file", asked->file, "JSON; signed_by names who answers for it")->required();

  CLI::App* const line = add(command, run, asked, "line", "set what the line is", set_line);
  line->add_option("slug", asked->slug)->required();
  line->add_option("state", asked->line, "open, low_risk_only or closed")->required();
}

}  // namespace

void add_admin(CLI::App& command, Run& run) {
  auto asked = std::make_shared<Asked>(command);
  command.require_subcommand(1);
  add(command, run, asked, "init", "make a data folder and the installation's keys", init);
  add_of_organisation(command, run, asked);
  CLI::App* const keys = add_group(command, "keys", "the installation's keys");
  add(*keys, run, asked, "rotate", "a new key; what the old one wrapped is wrapped anew", rotate_keys);
  add(*keys, run, asked, "webhook", "show the secret that signs webhooks, for their receivers", webhook_key);
  add(command, run, asked, "backup", "copy the running store", back_up)
      ->add_option("file", asked->file)
      ->required();
  add(command, run, asked, "restore", "put a backup in place of the store; the server must be down", restore)
      ->add_option("file", asked->file)
      ->required();
  add(command, run, asked, "verify", "read the store and its audit chain whole", verify);
}

}  // namespace holdfast::app
