// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/commands.hpp"

int main(int argc, char** argv) {
  return holdfast::app::run_command(argc, argv);
}
