// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sealed/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <sstream>

namespace holdfast::store {

namespace {

constexpr std::size_t kLedgerMost = 256U << 20;  // about three million erasures

std::string line_of(const Erasure& e) {
  return std::to_string(e.conversation.get()) + ' ' + std::to_string(e.seq.get()) + ' ' +
         std::to_string(micros(e.said_at)) + ' ' + std::to_string(micros(e.erased_at)) + " .\n";
}

// The full stop tells a whole line from one that a crash cut short.
std::optional<Erasure> erasure_of(const std::string& line) {
  std::istringstream in{line};
  std::uint64_t conversation = 0;
  std::uint64_t seq = 0;
  std::int64_t said = 0;
  std::int64_t erased = 0;
  std::string stop;
  if (!(in >> conversation >> seq >> said >> erased >> stop) || stop != ".") return std::nullopt;
  return Erasure{ConversationId{conversation}, Seq{seq}, instant_of(said), instant_of(erased)};
}

}  // namespace

Ledger::Ledger(std::string path, File file, std::vector<Erasure> entries)
    : path_{std::move(path)}, file_{std::move(file)}, entries_{std::move(entries)} {}

Result<Ledger> Ledger::open(const std::string& database, std::string& why) {
  std::string path = database + ".erasures";
  File file{::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
  const auto text = read_file(path, kLedgerMost);
  if (file.fd() < 0 || !text) {
    why = "The erasure ledger " + path +
          " cannot be read; without it a restored store could show what was erased.";
    return refuse(Code::Unavailable);
  }
  std::vector<Erasure> entries;
  std::istringstream lines{*text};
  for (std::string line; std::getline(lines, line);) {
    if (const auto entry = erasure_of(line)) entries.push_back(*entry);
  }
  // A torn last line must not swallow the next entry.
  if (!text->empty() && text->back() != '\n' && !write_all(file.fd(), "\n")) {
    why = "The erasure ledger " + path + " cannot be written.";
    return refuse(Code::Unavailable);
  }
  return Ledger{std::move(path), std::move(file), std::move(entries)};
}

bool Ledger::append(const std::vector<Erasure>& erasures) {
  std::string text;
  for (const Erasure& erasure : erasures) text += line_of(erasure);
  return write_all(file_.fd(), text) && ::fdatasync(file_.fd()) == 0;
}

bool Ledger::drop_before(Instant erased_at) {
  std::string kept;
  bool dropped = false;
  for (const Erasure& entry : entries_) {
    if (entry.erased_at < erased_at) {
      dropped = true;
    } else {
      kept += line_of(entry);
    }
  }
  if (!dropped) return true;
  if (!replace_file(path_, kept, Durable::Yes)) return false;
  file_ = File{::open(path_.c_str(), O_RDWR | O_APPEND | O_CLOEXEC)};
  return file_.fd() >= 0;
}

}  // namespace holdfast::store
