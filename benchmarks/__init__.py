"""What Glassbox measures about itself, each figure beside a named peer in the same run."""
