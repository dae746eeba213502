// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "support/history/history.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace holdfast::tests {

class History::Verdicts {
 public:
  template <class... Parts>
  void say(const Parts&... parts) {
    if (said.size() >= 50) return;
    std::ostringstream sentence;
    (sentence << ... << parts);
    said.push_back(sentence.str());
  }
  std::vector<std::string> said;
};

void History::sent(std::uint64_t client, std::uint64_t conversation, std::string client_id,
                   std::string text) {
  sent_.insert_or_assign(Key{conversation, std::move(client_id)}, Sent{client, std::move(text)});
}

void History::acknowledged(std::uint64_t conversation, const std::string& client_id, std::uint64_t seq) {
  acknowledged_[Key{conversation, client_id}].push_back(seq);
}

void History::delivered(std::uint64_t client, std::uint64_t conversation, Entry entry) {
  delivered_[{client, conversation}].push_back(std::move(entry));
}

void History::finally_read(std::uint64_t client, std::uint64_t conversation, std::vector<Entry> entries) {
  final_[conversation][client] = std::move(entries);
}

void History::flagged(std::uint64_t conversation, std::uint64_t seq, bool escalated) {
  flagged_.emplace_back(conversation, seq, escalated);
}

std::vector<std::string> History::broken() const {
  Verdicts out;
  check_final(out);
  check_acknowledged(out);
  check_deliveries(out);
  for (const auto& [conversation, seq, escalated] : flagged_) {
    if (!escalated)
      out.say("P5: conversation ", conversation, " seq ", seq, " is flagged and has no escalation");
  }
  return out.said;
}

void History::check_final(Verdicts& out) const {
  for (const auto& [conversation, readers] : final_) {
    const std::vector<Entry>& truth = readers.begin()->second;
    for (const auto& [client, entries] : readers) {
      if (entries != truth) {
        out.say("P3: clients ", readers.begin()->first, " and ", client, " read conversation ", conversation,
                " differently");
      }
    }
    std::uint64_t expected = 0;
    std::set<std::string> ids;
    for (const Entry& entry : truth) {
      if (entry.seq != ++expected) {
        out.say("P3: conversation ", conversation, " has seq ", entry.seq, " where ", expected, " belongs");
        expected = entry.seq;
      }
      if (entry.client_id.empty()) continue;
      if (!ids.insert(entry.client_id).second) {
        out.say("P2: conversation ", conversation, " holds one client message id twice, again at seq ",
                entry.seq);
      }
      const auto known = sent_.find(Key{conversation, entry.client_id});
      if (known == sent_.end()) {
        out.say("conversation ", conversation, " seq ", entry.seq, " was never sent");
      } else if (known->second.text != entry.text) {
        out.say("conversation ", conversation, " seq ", entry.seq, " holds another text than was sent");
      }
    }
  }
}

void History::check_acknowledged(Verdicts& out) const {
  for (const auto& [key, seqs] : acknowledged_) {
    for (const std::uint64_t seq : seqs) {
      if (seq != seqs.front()) {
        out.say("P2: a repeat in conversation ", key.first, " was answered with seq ", seq, " after ",
                seqs.front());
      }
    }
    const auto conversation = final_.find(key.first);
    if (conversation == final_.end()) {
      out.say("P1: nobody could read conversation ", key.first, " at the end");
      continue;
    }
    const std::vector<Entry>& truth = conversation->second.begin()->second;
    bool found = false;
    for (const Entry& entry : truth)
      found = found || (entry.seq == seqs.front() && entry.client_id == key.second);
    if (!found)
      out.say("P1: acknowledged seq ", seqs.front(), " of conversation ", key.first, " is not there");
  }
}

void History::check_deliveries(Verdicts& out) const {
  for (const auto& [who, entries] : delivered_) {
    const auto conversation = final_.find(who.second);
    if (conversation == final_.end()) continue;
    std::map<std::uint64_t, const Entry*> truth;
    for (const Entry& entry : conversation->second.begin()->second) truth.emplace(entry.seq, &entry);
    std::uint64_t last = entries.front().seq - 1;
    for (const Entry& entry : entries) {
      if (entry.seq <= last) {
        out.say("P2: client ", who.first, " was handed conversation ", who.second, " seq ", entry.seq,
                " twice");
      } else if (entry.seq != last + 1) {
        out.say("P4: client ", who.first, " was handed conversation ", who.second, " seq ", entry.seq,
                " after ", last);
      }
      last = std::max(last, entry.seq);
      const auto stored = truth.find(entry.seq);
      if (stored == truth.end() || !(*stored->second == entry)) {
        out.say("P1: client ", who.first, " was handed conversation ", who.second, " seq ", entry.seq,
                ", which is not what was stored");
      }
    }
  }
}

}  // namespace holdfast::tests
