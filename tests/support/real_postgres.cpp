// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "support/real_postgres.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace holdfast::tests {

namespace {

const std::string kBin = "/usr/lib/postgresql/15/bin/";
constexpr std::chrono::seconds kDeadline{30};

const passwd* server_user() {
  return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
}

// In the child: not root, ended with its parent, nothing on the terminal.
[[noreturn]] void become(const std::vector<std::string>& words, const std::string& log) {
  if (const passwd* const user = server_user()) {
    if (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0) ::_exit(126);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, 1);
  ::dup2(out, 2);
  ::setsid();
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

pid_t begin(const std::vector<std::string>& words, const std::string& log) {
  const pid_t pid = ::fork();
  if (pid == 0) become(words, log);
  if (pid < 0) throw std::runtime_error{"no process"};
  return pid;
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

RealPostgres::RealPostgres(Kind kind) : kind_{kind}, data_{dir_.path() / "data"}, port_{free_port()} {
  make_folder();
  make_data({kBin + "initdb", "-D", data_.string(), "-U", "postgres", "--auth=trust", "--no-sync",
             "--no-instructions", "--locale=C"});
  // A password costs each connection some milliseconds: only who is about passwords has one.
  std::ofstream{data_ / "pg_hba.conf"} << "host all locked 127.0.0.1/32 scram-sha-256\n"
                                          "host all,replication all 127.0.0.1/32 trust\n";
  start();
  run("postgres", "CREATE ROLE locked LOGIN PASSWORD 'secret'");
}

RealPostgres::RealPostgres(StandbyOf of)
    : kind_{of.primary.kind_}, data_{dir_.path() / "data"}, port_{free_port()} {
  make_folder();
  make_data({kBin + "pg_basebackup", "-D", data_.string(), "-d", of.primary.conninfo("postgres"), "-R", "-X",
             "stream", "--checkpoint=fast", "--no-sync"});
  start();
}

void RealPostgres::make_folder() const {
  const passwd* const user = server_user();
  if (user != nullptr && ::chown(dir_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
    throw std::runtime_error{"the folder cannot be given away"};
}

void RealPostgres::make_data(const std::vector<std::string>& words) const {
  const std::string log = (dir_.path() / "made.log").string();
  int status = 0;
  ::waitpid(begin(words, log), &status, 0);
  if (status != 0) throw std::runtime_error{words.front() + ": " + file_text(log)};
}

RealPostgres::~RealPostgres() {
  stop(Stop::Immediate);
}

RealPostgres& RealPostgres::shared() {
  static RealPostgres server;
  return server;
}

void RealPostgres::start() {
  std::vector<std::string> words{kBin + "postgres", "-D", data_.string(), "-p", std::to_string(port_)};
  std::vector<std::string> settings{"listen_addresses=127.0.0.1",
                                    "unix_socket_directories=" + dir_.path().string(), "max_connections=200"};
  if (kind_ == Kind::Quick) {
    settings.insert(settings.end(), {"fsync=off", "shared_buffers=32MB"});
  } else {
    settings.insert(settings.end(), {"shared_buffers=512MB", "max_wal_size=4GB"});
  }
  for (const std::string& setting : settings) {
    words.emplace_back("-c");
    words.push_back(setting);
  }
  pid_ = begin(words, (dir_.path() / "log").string());
  wait_until_ready();
}

void RealPostgres::wait_until_ready() const {
  const auto deadline = std::chrono::steady_clock::now() + kDeadline;
  while (PQping(conninfo("postgres").c_str()) != PQPING_OK) {
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error{"PostgreSQL did not start: " + file_text(dir_.path() / "log")};
    std::this_thread::yield();
  }
}

void RealPostgres::stop(Stop how) {
  if (pid_ < 0) return;
  ::kill(pid_, how == Stop::Fast ? SIGINT : SIGQUIT);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string RealPostgres::conninfo(const std::string& database) const {
  return "host=127.0.0.1 port=" + std::to_string(port_) + " user=postgres dbname=" + database;
}

RealPostgres::Session::Session(const RealPostgres& server, const std::string& database)
    : db_{PQconnectdb(server.conninfo(database).c_str()), &PQfinish} {}

std::string RealPostgres::Session::run(const std::string& sql) {
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result{PQexec(db_.get(), sql.c_str()), &PQclear};
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error{PQerrorMessage(db_.get())};
  const int rows = PQntuples(result.get());
  return rows == 0 ? "" : PQgetvalue(result.get(), rows - 1, 0);
}

std::string RealPostgres::run(const std::string& database, const std::string& sql) const {
  return Session{*this, database}.run(sql);
}

std::string RealPostgres::fresh_database() {
  static int made = 0;
  const std::string name = "holdfast_" + std::to_string(++made);
  run("postgres", "CREATE DATABASE " + name);
  return name;
}

std::string RealPostgres::bytes_of(const std::string& database) const {
  run(database, "CHECKPOINT");
  const std::string oid = run(database, "SELECT oid FROM pg_database WHERE datname=current_database()");
  std::string all = file_text(dir_.path() / "log");
  for (const auto& folder : {data_ / "base" / oid, data_ / "pg_wal"}) {
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
      if (entry.is_regular_file()) all += file_text(entry.path());
    }
  }
  return all;
}

}  // namespace holdfast::tests
