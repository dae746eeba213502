// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

/// What clients saw from outside, and whether it can be true of a server that keeps its promises. Pure.
namespace holdfast::tests {

/// One entry of a conversation as a client read it. `client_id` is empty for the line's own notes.
struct Entry {
  std::uint64_t seq{0};
  std::uint64_t author{0};
  std::string client_id;
  std::string text;
  friend bool operator==(const Entry&, const Entry&) = default;
};

class History {
 public:
  // While the server runs, dies and comes back. `client` names one person's client across its reconnects.
  void sent(std::uint64_t client, std::uint64_t conversation, std::string client_id, std::string text);
  void acknowledged(std::uint64_t conversation, const std::string& client_id, std::uint64_t seq);
  void delivered(std::uint64_t client, std::uint64_t conversation, Entry entry);

  // At the end, after the last restart: the whole conversation as a member reads it, and what staff sees.
  void finally_read(std::uint64_t client, std::uint64_t conversation, std::vector<Entry> entries);
  /// A text that must be flagged was stored as (conversation, seq); `escalated` says whether staff finds an
  /// escalation for it.
  void flagged(std::uint64_t conversation, std::uint64_t seq, bool escalated);

  /// Every broken promise as one sentence, at most 50; empty: the history can be true. Promises: P1
  /// (acknowledged is there), P2 (once), P3 (dense, one order, same for all), P4 (no gap within what a client
  /// was handed), P5.
  [[nodiscard]] std::vector<std::string> broken() const;

  [[nodiscard]] std::size_t acknowledged_count() const { return acknowledged_.size(); }
  [[nodiscard]] std::size_t sent_count() const { return sent_.size(); }

 private:
  using Key = std::pair<std::uint64_t, std::string>;  // conversation, client id
  struct Sent {
    std::uint64_t client;
    std::string text;
  };
  class Verdicts;
  void check_final(Verdicts& out) const;
  void check_acknowledged(Verdicts& out) const;
  void check_deliveries(Verdicts& out) const;

  std::map<Key, Sent> sent_;
  std::map<Key, std::vector<std::uint64_t>> acknowledged_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<Entry>>
      delivered_;  // (client, conversation), in order
  std::map<std::uint64_t, std::map<std::uint64_t, std::vector<Entry>>>
      final_;  // conversation → client → entries
  std::vector<std::tuple<std::uint64_t, std::uint64_t, bool>> flagged_;
};

}  // namespace holdfast::tests
