// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "crisis/detector.hpp"
#include "crisis/lexicon.hpp"

namespace holdfast::crisis {

/// The built-in lexicon's detector, compiled once a process.
inline const std::shared_ptr<const Detector>& built_in() {
  static const std::shared_ptr<const Detector> detector = [] {
    std::string why;
    auto made = Detector::compile(built_in_lexicon(), why);
    if (!made) throw std::runtime_error{why};
    return *made;
  }();
  return detector;
}

}  // namespace holdfast::crisis
