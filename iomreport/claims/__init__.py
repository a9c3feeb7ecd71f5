"""What the encyclopedia article of 2014 claims, where other sources disagree, and the reading that is adopted."""
