// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <sodium.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "domain/limits.hpp"
#include "identity/identity.hpp"
#include "io/waiter.hpp"

namespace holdfast::identity {
namespace {

using namespace std::chrono_literals;

// Two threads at 0.1-0.2 s a password clear a full queue in about this time.
constexpr auto kRetry = 5s;

void wipe(Secret secret) {
  std::string text = std::move(secret).reveal();
  sodium_memzero(text.data(), text.size());
}

std::optional<std::string> argon2id(const Secret& password, Passwords::Cost cost) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str(out.data(), password.reveal().data(), password.size(), cost.operations,
                        cost.memory) != 0) {
    return std::nullopt;  // not enough memory now
  }
  return std::string{out.data()};
}

class Job {
 public:
  virtual ~Job() = default;
  virtual void run() = 0;
  virtual void refuse_with(Error error) = 0;
};

class HashJob final : public Job {
 public:
  HashJob(Secret password, Passwords::Cost cost, io::Waiter<std::string> waiter)
      : password_{std::move(password)}, cost_{cost}, waiter_{std::move(waiter)} {}
  void run() override {
    std::optional<std::string> hash = argon2id(password_, cost_);
    wipe(std::move(password_));
    if (hash)
      waiter_.answer(std::move(*hash));
    else
      waiter_.answer(refuse(Code::Busy, kRetry));
  }
  void refuse_with(Error error) override { waiter_.answer(error); }

 private:
  Secret password_;
  Passwords::Cost cost_;
  io::Waiter<std::string> waiter_;
};

class VerifyJob final : public Job {
 public:
  /// `known` false: `stored` is the decoy, and the answer is no whatever was typed.
  VerifyJob(Secret password, std::string stored, bool known, io::Waiter<bool> waiter)
      : password_{std::move(password)},
        stored_{std::move(stored)},
        known_{known},
        waiter_{std::move(waiter)} {}
  void run() override {
    const bool same =
        crypto_pwhash_str_verify(stored_.c_str(), password_.reveal().data(), password_.size()) == 0;
    wipe(std::move(password_));
    waiter_.answer(same && known_);
  }
  void refuse_with(Error error) override { waiter_.answer(error); }

 private:
  Secret password_;
  std::string stored_;
  bool known_;
  io::Waiter<bool> waiter_;
};

}  // namespace

/// Lives on: its own threads; `add` from any reactor. Answers travel back by the waiter's mail.
class Passwords::Pool {
 public:
  Pool(std::size_t threads, Cost cost) : cost_{cost}, decoy_{decoy(cost)} {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }

  ~Pool() {
    {
      const std::lock_guard lock{mutex_};
      leaving_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    for (const auto& job : waiting_) job->refuse_with(refuse(Code::Draining));
  }

  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  void add(std::unique_ptr<Job> job) {
    {
      const std::lock_guard lock{mutex_};
      if (waiting_.size() < limits::kPasswordsWaiting) {
        waiting_.push_back(std::move(job));
      }
    }
    if (job)
      job->refuse_with(refuse(Code::Busy, kRetry));
    else
      wake_.notify_one();
  }

  [[nodiscard]] Cost cost() const { return cost_; }
  [[nodiscard]] const std::string& decoy() const { return decoy_; }

 private:
  /// A hash of something nobody knows, at the same cost. Also the proof at start that the memory for one is
  /// there.
  static std::string decoy(Cost cost) {
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot start"};
    std::optional<std::string> hash = argon2id(fresh_token().token, cost);
    if (!hash)
      throw std::runtime_error{"the cost of passwords is out of range or needs more memory than there is"};
    return std::move(*hash);
  }

  void work() {
    std::unique_lock lock{mutex_};
    for (;;) {
      wake_.wait(lock, [this] { return leaving_ || !waiting_.empty(); });
      if (leaving_) return;
      const std::unique_ptr<Job> job = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      job->run();
      lock.lock();
    }
  }

  const Cost cost_;
  const std::string decoy_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> waiting_;
  bool leaving_{false};
  std::vector<std::thread> threads_;
};

Passwords::Passwords(std::size_t threads, Cost cost) : pool_{std::make_unique<Pool>(threads, cost)} {}
Passwords::~Passwords() = default;

io::Task<Result<std::string>> Passwords::hash(Secret password) {
  auto start = [pool = pool_.get(), secret = std::move(password)](io::Waiter<std::string> waiter) mutable {
    pool->add(std::make_unique<HashJob>(std::move(secret), pool->cost(), std::move(waiter)));
  };
  auto hashed = co_await io::wait_for<std::string>(std::move(start));
  co_return hashed;
}

io::Task<Result<bool>> Passwords::verify(Secret password, std::string stored) {
  // Damaged text would be refused without any work; it takes the decoy's way too.
  const Cost cost = pool_->cost();
  const bool known = crypto_pwhash_str_needs_rehash(stored.c_str(), cost.operations, cost.memory) >= 0;
  if (!known) stored = pool_->decoy();
  auto start = [pool = pool_.get(), known, secret = std::move(password),
                against = std::move(stored)](io::Waiter<bool> waiter) mutable {
    pool->add(std::make_unique<VerifyJob>(std::move(secret), std::move(against), known, std::move(waiter)));
  };
  auto verified = co_await io::wait_for<bool>(std::move(start));
  co_return verified;
}

}  // namespace holdfast::identity
