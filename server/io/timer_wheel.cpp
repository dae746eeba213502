// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "io/timer_wheel.hpp"

#include <array>
#include <utility>

namespace holdfast::io {

namespace {
constexpr std::size_t kSlots =
    1024;  // 51 s a turn at 50 ms: nearly every deadline of limits.hpp is within one
}

struct TimerWheel::Entry {
  std::function<void()> due;
  std::uint64_t tick{0};
};

struct TimerWheel::Wheel : std::enable_shared_from_this<Wheel> {
  Wheel(boost::asio::io_context& context, Tick length) : timer{context}, tick_length{length} {}

  [[nodiscard]] std::uint64_t now_tick() const {
    return static_cast<std::uint64_t>((std::chrono::steady_clock::now() - start) / tick_length);
  }

  void add(const std::shared_ptr<Entry>& entry) {
    slots.at(entry->tick % kSlots).push_back(entry);
    ++armed;
    if (!running) {
      running = true;
      turned_to = now_tick();
      wait();
    }
  }

  void wait() {
    timer.expires_at(start + tick_length * static_cast<std::int64_t>(turned_to + 1));
    timer.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
      const auto wheel = weak.lock();
      if (!ec && wheel) wheel->turn();
    });
  }

  void turn() {
    const std::uint64_t now = now_tick();
    std::vector<std::shared_ptr<Entry>> fire;
    // After a long stall one whole turn visits every slot; more would only visit them again.
    const std::uint64_t last = now - turned_to > kSlots ? turned_to + kSlots : now;
    for (std::uint64_t tick = turned_to + 1; tick <= last; ++tick)
      collect(slots.at(tick % kSlots), now, fire);
    turned_to = now;
    for (const auto& entry : fire) {
      if (entry->due) std::exchange(entry->due, nullptr)();
    }
    running = armed > 0;
    if (running) wait();
  }

  void collect(std::vector<std::weak_ptr<Entry>>& slot, std::uint64_t now,
               std::vector<std::shared_ptr<Entry>>& fire) {
    std::size_t kept = 0;
    for (auto& weak : slot) {
      auto entry = weak.lock();
      if (!entry || !entry->due) {
        --armed;
      } else if (entry->tick <= now) {
        --armed;
        fire.push_back(std::move(entry));
      } else {
        std::swap(slot.at(kept++), weak);
      }
    }
    slot.resize(kept);
  }

  boost::asio::steady_timer timer;
  Tick tick_length;
  std::chrono::steady_clock::time_point start{std::chrono::steady_clock::now()};
  std::array<std::vector<std::weak_ptr<Entry>>, kSlots> slots;
  std::uint64_t turned_to{0};
  std::size_t armed{0};  // entries in slots, cancelled ones until their slot is next visited
  bool running{false};
};

TimerWheel::TimerWheel(boost::asio::io_context& context, Tick tick)
    : wheel_{std::make_shared<Wheel>(context, tick)} {}
TimerWheel::~TimerWheel() = default;

TimerWheel::Handle TimerWheel::after(std::chrono::milliseconds wait, std::function<void()> due) {
  Handle handle;
  handle.entry_ = std::make_shared<Entry>();
  handle.entry_->due = std::move(due);
  const auto ticks = (wait + wheel_->tick_length - Tick{1}) / wheel_->tick_length;
  handle.entry_->tick = wheel_->now_tick() + 1 + static_cast<std::uint64_t>(ticks < 0 ? 0 : ticks);
  wheel_->add(handle.entry_);
  return handle;
}

TimerWheel::Handle& TimerWheel::Handle::operator=(Handle&& other) noexcept {
  if (this != &other) {
    cancel();
    entry_ = std::move(other.entry_);
  }
  return *this;
}

void TimerWheel::Handle::cancel() noexcept {
  if (entry_) entry_->due = nullptr;
  entry_.reset();
}

bool TimerWheel::Handle::armed() const noexcept {
  return entry_ && entry_->due;
}

}  // namespace holdfast::io
