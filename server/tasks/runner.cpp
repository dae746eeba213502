// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "tasks/runner.hpp"

#include <algorithm>
#include <utility>

#include "domain/limits.hpp"
#include "tasks/handlers.hpp"

namespace holdfast::tasks {

namespace {

constexpr std::chrono::milliseconds kLook = limits::kTaskLook;

std::int64_t now_micros(const Clock& clock) {
  return std::chrono::duration_cast<Duration>(clock.steady().time_since_epoch()).count();
}

/// Counts one running handler, whatever way it ends.
struct Slot {
  explicit Slot(std::size_t& running) : running_{running} { ++running_; }
  ~Slot() { --running_; }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

 private:
  std::size_t& running_;
};

}  // namespace

Runner::Runner(io::Reactor& reactor, service::Context& ctx, AnchoredClock& clock)
    : reactor_{reactor}, ctx_{ctx}, clock_{clock}, punctual_{now_micros(clock)} {}

void Runner::start() {
  io::spawn(reactor_, look_on());
}

void Runner::poke(Instant due) {
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due - clock_.wall());
  if (wait >= kLook) return;  // it looks that often anyhow
  reactor_.mail(io::Mail{[this] { wake(); }});
}

void Runner::stop() {
  reactor_.mail(io::Mail{[this] {
    stopping_ = true;
    wake();
  }});
}

void Runner::wake() {
  poked_ = true;
  if (!sleeper_) return;
  alarm_.cancel();
  auto sleeper = std::move(*sleeper_);
  sleeper_.reset();
  sleeper.answer(true);
}

io::Task<void> Runner::look_on() {
  while (!stopping_) {
    poked_ = false;
    auto next = co_await look();
    const auto wait = next ? *next : std::chrono::milliseconds{limits::kTaskAgain};
    if (poked_ || stopping_) continue;
    auto sleep = [this, wait](io::Waiter<bool> waiter) {
      sleeper_.emplace(std::move(waiter));
      alarm_ = reactor_.timers().after(wait, [this] { wake(); });
    };
    const auto woken = co_await io::wait_for<bool>(std::move(sleep));
    if (!woken) co_return;
  }
}

io::Task<Result<std::chrono::milliseconds>> Runner::look() {
  for (const auto& callback : callbacks_) callback();
  clock_.follow();
  const Instant now = clock_.wall();
  const std::size_t room = limits::kTasksAtOnce - std::min(running_, limits::kTasksAtOnce);
  if (room == 0) co_return kLook;
  auto due = co_await ctx_.store.due_tasks(now, static_cast<std::uint32_t>(room));
  if (!due) co_return due.error();
  const bool late = !due->empty() && now - due->front().due > 2 * limits::kTaskLook;
  if (late) ctx_.observer.count(Signal::TaskLate);
  if (!late) punctual_ = now_micros(clock_);
  std::size_t begun = 0;
  for (domain::Task& task : *due) {
    const bool mine = co_await claim(&task);
    if (!mine) continue;
    ++begun;
    io::spawn(reactor_, run(std::move(task)));
  }
  if (due->size() == room && begun > 0) co_return std::chrono::milliseconds{0};  // there may be more
  if (begun < due->size()) co_return std::chrono::milliseconds{limits::kTaskAgain};
  auto next = co_await ctx_.store.next_due();
  if (!next) co_return next.error();
  if (!*next) co_return kLook;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(**next - clock_.wall());
  co_return std::clamp(wait, std::chrono::milliseconds{0}, kLook);
}

/// Claimed under its version: of two nodes one wins. `task` lives in the caller's frame.
io::Task<bool> Runner::claim(domain::Task* task) {
  task->claimed_by = ctx_.node;
  task->claimed_until = clock_.wall() + limits::kTaskClaim;
  store::Commit commit;
  commit.changes.emplace_back(store::Put<domain::Task>{*task});
  auto claimed = co_await ctx_.store.commit(std::move(commit));
  if (!claimed) co_return false;
  task->version = Version{task->version.get() + 1};
  co_return true;
}

io::Task<void> Runner::run(domain::Task task) {
  const Slot slot{running_};
  domain::Task mine = task;
  auto done = co_await run_task(ctx_, std::move(task));
  if (!done) co_await give_back(std::move(mine), done.error().code);
  wake();
}

/// What could not be done now is due again at once (facts changed) or in a moment. A conflict here means that
/// the row is not ours any more; a store that stays away ends the claim by itself.
io::Task<void> Runner::give_back(domain::Task task, Code why) {
  constexpr std::chrono::milliseconds pause = limits::kTaskAgain;
  for (auto waited = pause; waited < limits::kTaskClaim; waited += pause) {
    task.claimed_until = clock_.wall();
    if (why != Code::Conflict) task.claimed_until += pause;
    store::Commit commit;
    commit.changes.emplace_back(store::Put<domain::Task>{task});
    auto returned = co_await ctx_.store.commit(std::move(commit));
    if (returned || returned.error().code == Code::Conflict) co_return;
    co_await io::sleep_for(pause);
  }
}

bool Runner::on_time() const {
  const Duration since{now_micros(clock_) - punctual_.load()};
  return since <= 5 * limits::kTaskLook;
}

}  // namespace holdfast::tasks
